namespace Gateway.Yaml.Tests;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("hsot", "host")]
    [InlineData("Port", "port")]
    [InlineData("intervall", "interval")]
    [InlineData("interva", "interval")]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("completely", null)]
    public void Closest_Word_IsTheNearestOrNone(string word, string? expected) =>
        Assert.Equal(expected, Spelling.Closest(word, ["host", "port", "interval"]));

    [Fact]
    public void Closest_VeryLongWord_IsNotCompared() => Assert.Null(Spelling.Closest(new string('a', 100_000), [new string('a', 99_999)]));
}
