namespace Gateway.Repository.Tests;

/// <summary>Small files, short methods, lines that fit.</summary>
public sealed class SizeLimitTests
{
    private const int MaxFileLines = 400;
    private const int MaxMethodLines = 70;
    private const int MaxLineColumns = 140;

    public static TheoryData<string> Sources => [.. Repository.Files(".cs")];

    [Theory]
    [MemberData(nameof(Sources))]
    public void File_IsSmall(string file)
    {
        var lines = Repository.Read(file).Split('\n');
        Assert.True(lines.Length <= MaxFileLines, $"{file} has {lines.Length} lines: at most {MaxFileLines}.");
        var wide = Array.FindIndex(lines, line => line.TrimEnd('\r').Length > MaxLineColumns);
        Assert.True(wide < 0, $"{file}:{wide + 1} is wider than {MaxLineColumns} columns.");
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Methods_AreShort(string file)
    {
        var tooLong = MethodLength.Of(Repository.Read(file))
            .Where(method => method.Lines > MaxMethodLines)
            .Select(method => $"{file}:{method.Line} runs over {method.Lines} lines");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void MethodLength_OfAKnownText_IsRight()
    {
        var body = string.Concat(Enumerable.Repeat("        x++;\n", 80));
        var code = $"namespace A;\nclass B\n{{\n    void C()\n    {{\n{body}    }}\n}}\n";
        Assert.Equal([(5, 82)], MethodLength.Of(code).Select(method => (method.Line, method.Lines)));
    }
}
