using CsCheck;

namespace Gateway.Yaml.Tests;

public sealed class YamlDocumentTests
{
    // They mean something to a YAML parser, so that random texts get past its first letter.
    private static readonly string[] Pieces =
    [
        "a", "b", ":", ": ", "- ", "\n", "\n  ", "\t",
        "&x ", "*x", "!!str ", "|", ">", "{", "}", "[", "]", ",", "\"", "'", "#", "---\n", "...",
        "%YAML 1.2\n", "%", "? ", "\\", "\\x", "\0", "\uFEFF", "\u0085", "\uD800", "~", "null", "1", "<<: ", "@", "`", "\r",
    ];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece]).Array[0, 40].Select(string.Concat));

    [Fact]
    public void Parse_AnyText_GivesFaultsAndNeverThrows() => AnyText.Sample(
        text =>
        {
            var document = YamlDocument.Parse("any.yaml", text);
            document.Root.Text("a", "");
            document.Root.Maps("b");
            document.Root.Entries();
            document.Root.RejectUnknownKeys();
            return document.Faults.All(fault => fault is { Line: > 0, Column: > 0, Message.Length: > 0 });
        },
        iter: 20_000);

    [Theory]
    [InlineData("", "f.yaml:1:1: is empty: lines of the form 'key: value' belong here")]
    [InlineData("# only a comment\n", "f.yaml:1:1: is empty: lines of the form 'key: value' belong here")]
    [InlineData("- a\n", "f.yaml:1:1: lines of the form 'key: value' belong here, but this is a list")]
    [InlineData("word", "f.yaml:1:1: lines of the form 'key: value' belong here, but this is a single value")]
    [InlineData("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: 'a' is here already, in line 1: remove one")]
    [InlineData("a: &x 1\nb: *x\n", "f.yaml:2:4: '*x' is an alias, which is not supported: write the value out")]
    [InlineData("a: !!str 1\n", "f.yaml:1:4: 'tag:yaml.org,2002:str' is a tag, which is not supported: remove it")]
    [InlineData("[a, b]: 1\n", "f.yaml:1:1: a key must be a plain word, but this is a list")]
    [InlineData("a: 1\n---\nb: 1\n", "f.yaml:2:1: a second document begins here, but a file holds one: remove the '---' or split it")]
    public void Parse_WhatTheDialectLeavesOut_IsOneFaultAtItsPlace(string text, string fault) =>
        Assert.Equal(fault, Assert.Single(YamlDocument.Parse("f.yaml", text).Faults).ToString());

    [Fact]
    public void Parse_SyntaxError_IsOneFaultAndTheRootStaysSilent()
    {
        var document = YamlDocument.Parse("f.yaml", "a: 1\nb: [1, 2\n");

        document.Root.Text("needed");
        document.Root.Map("needed-too").Number("deep", 0, 1);

        var fault = Assert.Single(document.Faults);
        Assert.StartsWith("not YAML: ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:\n\tb: 1\n", "f.yaml:2:1: a tab stands here: indent with spaces, not with tabs")]
    [InlineData("a:\n  b: 1\n  \tc: 2\n", "f.yaml:3:3: a tab stands here: indent with spaces, not with tabs")]
    [InlineData("a: [1,\n\nb: 2\n", "f.yaml:1:6: not YAML from here on: is a bracket or a quote left open?")]
    [InlineData("a: b: c\n", "f.yaml:1:5: not YAML: a ':' too many here, one missing in the line before, or the indentation is wrong")]
    public void Parse_CommonSlip_IsSaidSoAtItsPlace(string text, string fault) =>
        Assert.Equal(fault, Assert.Single(YamlDocument.Parse("f.yaml", text).Faults).ToString());

    [Theory]
    [InlineData(YamlDocument.MaxDepth - 1, 0)]
    [InlineData(YamlDocument.MaxDepth, 1)]
    [InlineData(100_000, 1)]
    public void Parse_Nesting_IsRefusedBeyondTheLimit(int lists, int faults)
    {
        var text = "a: " + new string('[', lists) + new string(']', lists);

        Assert.Equal(faults, YamlDocument.Parse("f.yaml", text).Faults.Count);
    }

    [Fact]
    public void Parse_TooLong_IsRefused()
    {
        var text = "a: " + new string('x', YamlDocument.MaxLength);

        var fault = Assert.Single(YamlDocument.Parse("f.yaml", text).Faults);

        Assert.Equal("f.yaml:1:1: longer than 1048576 characters: split the file", fault.ToString());
    }

    [Fact]
    public void Parse_MoreFaultsThanAnyoneReads_StopsListingThem()
    {
        var document = YamlDocument.Parse("f.yaml", $"x: [{string.Concat(Enumerable.Repeat("*a,", 5000))}]");

        Assert.Equal(101, document.Faults.Count);
        Assert.Contains("more faults from here on", document.Faults[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileThatIsNotThere_IsAFault()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "none.yaml");

        var fault = Assert.Single(YamlDocument.Load(path).Faults);

        Assert.StartsWith($"{path}:1:1: cannot be read: ", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6E616D653A20610A6E6F74653A204DFC6C6C65720A", "2:8: is not UTF-8 from here on: save the file as UTF-8")]
    [InlineData("FFFE6E0061006D0065003A0020006100", null)]
    [InlineData("EFBBBF6E616D653A2061", null)]
    public void Load_BytesOfSomeEncoding_AreReadOrRefusedInOneLine(string hex, string? expected)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, Convert.FromHexString(hex));

            var document = YamlDocument.Load(path);

            if (expected is null)
                Assert.Equal("a", document.Root.Text("name"));
            Assert.Equal(expected is null ? [] : [$"{path}:{expected}"], document.Faults.Select(fault => fault.ToString()));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_File_ReadsItAndNamesItInFaults()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "port: x\n");
            var document = YamlDocument.Load(path);
            document.Root.Integer("port", 1, 65535);

            Assert.Equal(
                $"{path}:1:7: 'port' is 'x', but must be a whole number from 1 to 65535",
                Assert.Single(document.Faults).ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
