using System.Text.RegularExpressions;

namespace Gateway.Repository.Tests;

/// <summary>What must hold in every text of the repository.</summary>
public sealed partial class LayoutTests
{
    private static readonly string[] TopLevel =
    [
        "Directory.Build.props", "Directory.Packages.props", "Dockerfile", "Gateway.sln", "README.md", "global.json",
        "deploy", "simulators", "src", "tests",
    ];

    [Fact]
    public void Top_HoldsOnlyWhatTheDesignDraws() =>
        Assert.Empty(Repository.Tracked().Select(path => path.Split('/')[0]).Distinct()
            .Where(name => !name.StartsWith('.'))
            .Except(TopLevel));

    [Fact]
    public void EventIds_AreUnique()
    {
        var ids = Repository.Files(".cs", "src", "simulators")
            .SelectMany(file => EventId().Matches(Repository.Read(file)).Select(match => (Id: match.Groups["id"].Value, file)))
            .GroupBy(found => found.Id)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(found => found.file))}");
        Assert.Empty(ids);
    }

    [Fact]
    public void Todos_NameAnIssue() =>
        Assert.DoesNotContain(
            Repository.Files(".cs").Where(file => !file.EndsWith("LayoutTests.cs", StringComparison.Ordinal)),
            file => Todo().IsMatch(Repository.Read(file)));

    [Fact]
    public void Links_InMarkdown_LeadSomewhere()
    {
        var broken =
            from file in Repository.Files(".md")
            from Match link in MarkdownLink().Matches(Repository.Read(file))
            let target = link.Groups[1].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            where !Path.Exists(Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, target))
            select $"{file}: {target}";
        Assert.Empty(broken);
    }

    [Fact]
    public void Folders_AreNamedAfterTheDomain()
    {
        string[] empty = ["Utils", "Utilities", "Helpers", "Common", "Managers", "Services", "Models", "Interfaces", "Extensions"];
        Assert.DoesNotContain(Repository.Files(".cs"), file => file.Split('/').Intersect(empty).Any());
    }

    [GeneratedRegex(@"(EventId\s*=\s*|LoggerMessage\()(?<id>\d+)")]
    private static partial Regex EventId();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b(?!.*#\d+)")]
    private static partial Regex Todo();

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex MarkdownLink();
}
