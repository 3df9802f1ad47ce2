namespace Gateway.Yaml.Tests;

public sealed class YamlMapTests
{
    private static readonly Dictionary<string, int> Parities = new() { ["none"] = 0, ["even"] = 1, ["odd"] = 2 };
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Accessors_RightValues_GiveThemWithoutFault()
    {
        var document = YamlDocument.Parse("f.yaml", """
            text: some words
            name: fan-meter_1.a
            number: -1.5e3
            quoted: "007"
            hex: 0x1F
            flag: true
            wait: 1.5s
            parity: even
            list: [1, 2.5]
            words: [a, b]
            map: {inner: 1}
            maps: [{inner: 1}, {inner: 2}]
            """);
        var root = document.Root;

        Assert.Equal("some words", root.Text("text"));
        Assert.Equal("fan-meter_1.a", root.Name("name"));
        Assert.Equal(-1500, root.Number("number", -2000, 0));
        Assert.Equal("007", root.Text("quoted"));
        Assert.Equal(31, root.Integer("hex", 0, 31));
        Assert.True(root.Flag("flag"));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), root.Duration("wait", Second, Day));
        Assert.Equal(1, root.Choice("parity", Parities));
        Assert.Equal([1, 2.5], root.Numbers("list"));
        Assert.Equal(["a", "b"], root.Texts("words"));
        Assert.Equal(1, root.Map("map").Integer("inner", 0, 9));
        Assert.Equal([1, 2], root.Maps("maps").Select(map => map.Integer("inner", 0, 9)));
        root.RejectUnknownKeys();
        Assert.Empty(document.Faults);
    }

    [Fact]
    public void Accessors_AbsentKeys_GiveTheFallbackWithoutFault()
    {
        var document = YamlDocument.Parse("f.yaml", "other: 1\nempty:\nnothing: ~\n");
        var root = document.Root;

        Assert.False(root.Has("a"));
        Assert.Null(root.TextOrNull("a"));
        Assert.Null(root.TextOrNull("nothing"));
        Assert.Null(root.NumberOrNull("empty"));
        Assert.Null(root.DurationOrNull("empty", Second, Day));
        Assert.Null(root.MapOrNull("empty"));
        Assert.Empty(root.Maps("empty"));
        Assert.Empty(root.Numbers("a"));
        Assert.Empty(root.Texts("a"));
        Assert.Equal("x", root.Text("a", "x"));
        Assert.Equal("x", root.Name("a", "x"));
        Assert.Equal(5, root.Number("a", 0, 9, 5));
        Assert.Equal(5, root.Integer("a", 0, 9, 5));
        Assert.True(root.Flag("a", true));
        Assert.Equal(Day, root.Duration("a", Second, Day, Day));
        Assert.Equal(7, root.Choice("a", Parities, 7));
        Assert.Empty(document.Faults);
    }

    [Theory]
    [InlineData("v: 1.0.0", "1:4: 'v' is '1.0.0', but must be a number from 0 to 9")]
    [InlineData("v: 10", "1:4: 'v' is '10', but must be a number from 0 to 9")]
    [InlineData("v: \"5\"", "1:4: 'v' is '5', but must be a number from 0 to 9; without quotes")]
    [InlineData("v: 1,5", "1:4: 'v' is '1,5', but must be a number from 0 to 9")]
    [InlineData("v: NaN", "1:4: 'v' is 'NaN', but must be a number from 0 to 9")]
    [InlineData("v:", "1:3: 'v' has no value, but must be a number from 0 to 9")]
    [InlineData("v: [1]", "1:4: 'v' is a list, but must be a number from 0 to 9")]
    [InlineData("w: 1", "1:1: 'v' is missing: it must be a number from 0 to 9")]
    public void Number_Wrong_SaysWhereAndWhatIsAllowed(string text, string fault) =>
        AssertFault(text, root => root.Number("v", 0, 9), fault);

    [Theory]
    [InlineData("v: 1.5", "1:4: 'v' is '1.5', but must be a whole number from 1 to 247")]
    [InlineData("v: 0xZ", "1:4: 'v' is '0xZ', but must be a whole number from 1 to 247")]
    [InlineData("v: 0xFFFFFFFF", "1:4: 'v' is '0xFFFFFFFF', but must be a whole number from 1 to 247")]
    [InlineData("v: 99999999999", "1:4: 'v' is '99999999999', but must be a whole number from 1 to 247")]
    public void Integer_Wrong_SaysWhereAndWhatIsAllowed(string text, string fault) =>
        AssertFault(text, root => root.Integer("v", 1, 247), fault);

    [Theory]
    [InlineData("v: yes", "1:4: 'v' is 'yes', but must be true or false")]
    [InlineData("v: on", "1:4: 'v' is 'on', but must be true or false")]
    [InlineData("v: 'true'", "1:4: 'v' is 'true', but must be true or false; without quotes")]
    public void Flag_Wrong_SaysWhereAndWhatIsAllowed(string text, string fault) => AssertFault(text, root => root.Flag("v"), fault);

    [Theory]
    [InlineData("v: 5")]
    [InlineData("v: 5 s")]
    [InlineData("v: -5s")]
    [InlineData("v: s")]
    [InlineData("v: 500ms")]
    [InlineData("v: 2d")]
    [InlineData("v: 1e9s")]
    [InlineData("v: 99999999999999999999d")]
    public void Duration_Wrong_SaysWhereAndWhatIsAllowed(string text) => AssertFault(
        text,
        root => root.Duration("v", Second, Day),
        $"1:4: 'v' is '{text[3..]}', but must be a duration from 1s to 1d, with its unit (ms, s, m, h, d)");

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("1s", 1000)]
    [InlineData("5m", 300_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("30d", 2_592_000_000)]
    public void Duration_EachUnit_IsRead(string text, long milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds),
        YamlDocument.Parse("f.yaml", $"v: {text}").Root.Duration("v", TimeSpan.Zero, TimeSpan.FromDays(365)));

    [Theory]
    [InlineData("v: evne", "1:4: 'v' is 'evne', but must be one of none, even, odd; did you mean 'even'?")]
    [InlineData("v: space", "1:4: 'v' is 'space', but must be one of none, even, odd")]
    public void Choice_Wrong_SaysWhatIsAllowed(string text, string fault) => AssertFault(text, root => root.Choice("v", Parities), fault);

    [Theory]
    [InlineData("v: fan meter")]
    [InlineData("v: Lüfter")]
    [InlineData("v: ''")]
    public void Name_Wrong_SaysWhatIsAllowed(string text) => AssertFault(
        text, root => root.Name("v"), $"1:4: 'v' is '{text[3..].Trim('\'')}', but must be a name of letters, digits, '_', '-' and '.'");

    [Theory]
    [InlineData("v: 1", "1:4: 'v' is a single value, but must be a mapping")]
    [InlineData("w: 1", "1:1: 'v' is missing: a mapping belongs here")]
    public void Map_Wrong_IsOneFaultAndGivesASilentMap(string text, string fault) =>
        AssertFault(text, root => root.Map("v").Map("deeper").Number("x", 0, 1), fault);

    [Fact]
    public void Maps_WrongItem_NamesTheItem() =>
        AssertFault("v:\n  - a: 1\n  - 2\n", root => root.Maps("v"), "3:5: an item of 'v' is a single value, but must be a mapping");

    [Fact]
    public void Entries_NamedMappings_AreGivenInTheFilesOrder()
    {
        var root = YamlDocument.Parse("f.yaml", "z: {n: 1}\na: {n: 2}\n").Root;

        Assert.Equal([("z", 1), ("a", 2)], root.Entries().Select(entry => (entry.Key, entry.Value.Integer("n", 0, 9))));
    }

    [Fact]
    public void Entries_KeyThatIsNoName_IsAFault() =>
        AssertFault("two words: {}\n", root => root.Entries(), "1:1: 'two words' must be a name of letters, digits, '_', '-' and '.'");

    [Fact]
    public void Fault_ByTheCaller_StandsAtTheValue() => AssertFault("a: 1\nv: 2\n", root => root.Fault("v", "too much"), "2:4: too much");

    [Fact]
    public void RejectUnknownKeys_Misspelt_SuggestsAndListsWhatIsAllowed() => AssertFault(
        "broker: {hsot: a, port: 1}\n",
        root =>
        {
            root.Map("broker").Text("host", "");
            root.Map("broker").Integer("port", 1, 9);
            root.RejectUnknownKeys();
        },
        "1:10: 'hsot' is not known; did you mean 'host'? (allowed here: host, port)");

    [Fact]
    public void Faults_Several_AreAllThereInTheOrderOfTheFile()
    {
        var document = YamlDocument.Parse("f.yaml", "a: x\nb: y\nc: 1\n");
        document.Root.RejectUnknownKeys();
        document.Root.Flag("b");
        document.Root.Number("a", 0, 1);

        Assert.Equal([1, 1, 2, 2, 3], document.Faults.Select(fault => fault.Line));
    }

    [Theory]
    [InlineData("a: 1\nb: [x, {c: 2}]\n")]
    [InlineData("# remark\nb:\n  - x\n  - c:   2 # another\na: 1\n")]
    public void ToString_SameContents_AreTheSameText(string text) =>
        Assert.Equal("{a: 1, b: [x, {c: 2}]}", YamlDocument.Parse("f.yaml", text).Root.ToString());

    [Theory]
    [InlineData("a: 1", "a: '1'")]
    [InlineData("a: 1", "a: 2")]
    [InlineData("a: [1, 2]", "a: [2, 1]")]
    [InlineData("a: 'x, b: y'", "{a: x, b: y}")]
    [InlineData("a: ['x', 'y']", "a: ['x, y']")]
    [InlineData("a: ", "a: ''")]
    [InlineData("a: {b: 1}", "a: 'b: 1'")]
    [InlineData("a: '\"'", "a: '\\\"'")]
    public void ToString_OtherContents_AreAnotherText(string one, string other) =>
        Assert.NotEqual(YamlDocument.Parse("f.yaml", one).Root.ToString(), YamlDocument.Parse("f.yaml", other).Root.ToString());

    [Fact]
    public void Files_AskedForAnywhere_AreListedWithTheirFolder()
    {
        var root = YamlDocument.Parse("f.yaml", "key_file: k\ntls: {ca: /etc/c}\nother: o\n").Root;
        Assert.Equal(Path.Combine("folder", "k"), root.FileOrNull("key_file", "folder"));
        Assert.Equal("/etc/c", root.Map("tls").FileOrNull("ca", "folder"));
        Assert.Null(root.FileOrNull("absent", "folder"));
        Assert.Equal([Path.Combine("folder", "k"), "/etc/c"], root.Files);
        Assert.Equal(["/etc/c"], root.Map("tls").Files);
    }

    private static void AssertFault(string text, Action<YamlMap> read, string fault)
    {
        var document = YamlDocument.Parse("f.yaml", text);
        read(document.Root);
        Assert.Equal($"f.yaml:{fault}", Assert.Single(document.Faults).ToString());
    }
}
