using System.Collections;

namespace Gateway.Configuration;

/// <summary>The environment variables of this process.</summary>
internal static class ProcessEnvironment
{
    public static IEnumerable<KeyValuePair<string, string>> Variables =>
        from DictionaryEntry variable in Environment.GetEnvironmentVariables()
        select KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? string.Empty);
}
