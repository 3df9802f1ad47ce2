using System.Security.Cryptography;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>
/// What a section was read from, as one text: its keys and values, and the contents of the files that it names, by their hash. Reading is
/// a function of it alone, so that sections of one text mean the same. Not to be shown where a secret is among the files.
/// </summary>
internal static class SourceText
{
    /// <summary>The text of a section that has been read.</summary>
    public static string Of(YamlMap section) =>
        string.Concat([section.ToString(), .. section.Files.Select(file => $"\n{file} {HashOf(file)}")]);

    private static string HashOf(string path)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }
}
