using System.Security.Cryptography;
using System.Text;

namespace Gateway.Configuration;

/// <summary>The files that a configuration is read from.</summary>
/// <param name="Document">The <c>gateway.yaml</c>.</param>
/// <param name="ProfileFolder">The user's profiles; null where there are none.</param>
/// <param name="Named">Certificates and secrets, by the files that the document names.</param>
internal sealed record ConfigurationFiles(string Document, string? ProfileFolder, IReadOnlyList<string> Named)
{
    /// <summary>The folders in which they stand.</summary>
    public IEnumerable<string> Folders => Named.Append(Document).Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!)
        .Concat(ProfileFolder is null ? [] : [Path.GetFullPath(ProfileFolder)]).Distinct(StringComparer.Ordinal);

    /// <summary>What stands in them now. A file that cannot be read counts as one of no content.</summary>
    public FileContents Look() => Look(ProcessEnvironment.Variables);

    /// <summary>What stands in them now, and in the environment variables that override it.</summary>
    public FileContents Look(IEnumerable<KeyValuePair<string, string>> variables)
    {
        using var shown = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Profiles().Prepend(Document))
        {
            Add(file, shown);
        }

        foreach (var (name, value) in variables.Where(IsOverride).OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            shown.AppendData(Encoding.UTF8.GetBytes($"{name}={value}\n"));
        }

        foreach (var file in Named)
        {
            Add(file, null);
        }

        return new FileContents(Convert.ToHexStringLower(shown.GetHashAndReset()), Convert.ToHexStringLower(all.GetHashAndReset()));

        void Add(string file, IncrementalHash? alsoTo)
        {
            var content = Read(file);
            alsoTo?.AppendData(content ?? []);
            all.AppendData(Encoding.UTF8.GetBytes($"{file}\n{content?.Length ?? -1}\n"));
            all.AppendData(content ?? []);
        }
    }

    private static bool IsOverride(KeyValuePair<string, string> variable) =>
        variable.Key.StartsWith(GatewayFile.VariablePrefix + "__", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether they are the same files.</summary>
    public bool Equals(ConfigurationFiles? other) =>
        other is not null && Document == other.Document && ProfileFolder == other.ProfileFolder && Named.SequenceEqual(other.Named);

    /// <inheritdoc/>
    public override int GetHashCode() => Document.GetHashCode(StringComparison.Ordinal);

    private string[] Profiles()
    {
        try
        {
            return ProfileFolder is null ? [] : [.. Directory.GetFiles(ProfileFolder, "*.yaml").Order(StringComparer.Ordinal)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static byte[]? Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>What stood in the files at one instant.</summary>
/// <param name="Sha256">
/// To be shown: what <c>(cat gateway.yaml PROFILES/*.yaml; env | grep ^GATEWAY__ | LC_ALL=C sort) | sha256sum</c> prints. Secrets are not
/// in it, for a weak one could be guessed.
/// </param>
/// <param name="Fingerprint">Of all files, to tell whether anything changed. Not to be shown.</param>
internal readonly record struct FileContents(string Sha256, string Fingerprint);
