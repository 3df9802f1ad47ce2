using System.Diagnostics;
using System.Xml.Linq;

namespace Gateway.Repository.Tests;

/// <summary>The files of this repository as they lie on disk.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = [".git", "bin", "obj", "node_modules", "artifacts", "TestResults", "dist"];

    public static string Root { get; } = FindRoot();

    /// <summary>All files with that ending, as paths below the root with '/' between folders.</summary>
    public static IReadOnlyList<string> Files(string ending, params string[] folders) =>
        [.. (folders.Length == 0 ? ["."] : folders)
            .SelectMany(folder => Walk(Path.Combine(Root, folder)))
            .Where(path => path.EndsWith(ending, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>The files that belong to the repository, whatever else lies in the folder.</summary>
    public static IReadOnlyList<string> Tracked()
    {
        var list = new ProcessStartInfo("git", ["ls-files"]) { WorkingDirectory = Root, RedirectStandardOutput = true };
        using var git = Process.Start(list)!;
        return git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The names of the projects that a project refers to.</summary>
    public static IReadOnlyList<string> References(string projectFile) =>
        [.. XDocument.Parse(Read(projectFile)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))];

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(child => !NotOurs.Contains(Path.GetFileName(child)))
            .SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Gateway.sln is in no folder above the tests.");
    }
}
