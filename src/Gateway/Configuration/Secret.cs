using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>A password or token. It stands in a file or an environment variable, never in the configuration, and prints as stars.</summary>
/// <param name="Value">The secret itself.</param>
internal sealed record Secret(string Value)
{
    /// <summary>Reads <c>{key}_file</c> or <c>{key}_env</c>; null when neither is given.</summary>
    public static Secret? Read(YamlMap map, string key, string folder)
    {
        var file = map.FileOrNull($"{key}_file", folder);
        var variable = map.TextOrNull($"{key}_env");
        if (map.Has(key))
        {
            map.Fault(key, $"a secret does not stand in this file: put it into a file of its own and name that with '{key}_file'");
            return null;
        }

        if (file is not null && variable is not null)
        {
            map.Fault($"{key}_env", $"give '{key}_file' or '{key}_env', not both");
        }

        return file is not null ? FromFile(map, $"{key}_file", file)
            : variable is not null ? FromEnvironment(map, $"{key}_env", variable)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => "***";

    private static Secret? FromFile(YamlMap map, string key, string path)
    {
        try
        {
            return new Secret(File.ReadAllText(path).Trim());
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            var why = reason is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : reason.Message;
            map.Fault(key, $"cannot read the secret from '{map.Text(key)}': {why}");
            return null;
        }
    }

    private static Secret? FromEnvironment(YamlMap map, string key, string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(value))
        {
            map.Fault(key, $"the environment variable '{variable}' is not set");
            return null;
        }

        return new Secret(value);
    }
}
