namespace Gateway.Yaml.Tests;

public sealed class YamlQuestionTests
{
    private readonly YamlMap root = YamlDocument.Parse(
        "f.yaml", "a: 1\nm: { n: 2 }\nl: [{ n: 3 }, { n: 4 }]\nfree: { x: { n: 5 } }\n").Root;

    [Fact]
    public void Questions_OfEachKind_SayWhatMayStandThere()
    {
        _ = root.Number("a", 0, 5);
        _ = root.TextOrNull("b");
        _ = root.Choice("b", new Dictionary<string, int> { ["one"] = 1, ["two"] = 2 });
        _ = root.Duration("c", TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.Zero);
        Assert.Equal(new YamlQuestion(YamlKind.Number) { Min = 0, Max = 5 }, root.Questions["a"]);
        Assert.Equal(["one", "two"], root.Questions["b"].Words);
        Assert.Equal(YamlKind.Duration, root.Questions["c"].Kind);
        Assert.StartsWith("a duration from 0s to ", root.Questions["c"].Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void IsRequired_OnlyWhatIsAskedForWithoutLooking()
    {
        _ = root.Number("a", 0, 5);
        _ = root.Integer("b", 0, 5, 3);
        _ = root.MapOrNull("m");
        _ = root.Maps("l");
        Assert.Equal(["a"], root.Questions.Keys.Where(root.IsRequired));
    }

    [Fact]
    public void ReadAt_MappingsThatWereRead_GivesEach()
    {
        _ = root.Map("m").Integer("n", 0, 9);
        foreach (var item in root.Maps("l"))
        {
            _ = item.Integer("n", 0, 9);
        }

        Assert.Equal(YamlKind.Integer, Assert.Single(root.ReadAt("m")).Questions["n"].Kind);
        Assert.Equal(2, root.ReadAt("l").Count);
        Assert.Empty(root.ReadAt("a"));
    }

    [Fact]
    public void HasFreeKeys_WhereTheKeysAreNames()
    {
        var free = root.Map("free");
        Assert.False(free.HasFreeKeys);
        _ = free.Entries();
        Assert.True(free.HasFreeKeys);
    }
}
