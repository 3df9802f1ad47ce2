namespace Gateway.Yaml.Tests;

public sealed class OverrideTests
{
    private const string File = """
        site: north
        links:
          - name: mcc-1
            baud: 9600
          - name: stack.house
            tcp: 10.0.0.1
        forward:
        """;

    [Fact]
    public void OverriddenBy_AVariableForAKey_TakesItsPlace() => Assert.Equal("south", Read(("GATEWAY__SITE", "south")).Root.Text("site"));

    [Fact]
    public void OverriddenBy_ItemsByIndexAndByName_AreFound()
    {
        var links = Read(("gateway__links__0__baud", "19200"), ("GATEWAY__LINKS__STACK_HOUSE__TCP", "10.0.0.2")).Root.Maps("links");
        Assert.Equal(19_200, links[0].Integer("baud", 1, 100_000));
        Assert.Equal("10.0.0.2", links[1].Text("tcp"));
    }

    [Fact]
    public void OverriddenBy_KeysThatAreNotInTheFile_AreAdded() =>
        Assert.Equal("tls.example:8883", Read(("GATEWAY__FORWARD__BROKER", "tls.example:8883")).Root.Map("forward").Text("broker"));

    [Fact]
    public void OverriddenBy_OtherVariables_ChangesNothing() =>
        Assert.Equal("north", Read(("GATEWAY_SITE", "x"), ("OTHER__SITE", "y"), ("SITE", "z")).Root.Text("site"));

    [Theory]
    [InlineData("GATEWAY__LINKS__2__TCP", "there is no '2' in a list")]
    [InlineData("GATEWAY__LINKS__MCC_9__TCP", "there is no 'MCC_9' in a list")]
    [InlineData("GATEWAY__SITE__NAME", "there is no 'NAME' in a single value")]
    [InlineData("GATEWAY__LINKS__0", "there is no '0' in a list")]
    public void OverriddenBy_AVariableThatLeadsNowhere_IsAFaultAtTheVariable(string variable, string expected) =>
        Assert.StartsWith(
            $"{variable}:1:1: leads to no place in the file: {expected}.",
            Assert.Single(Read((variable, "1")).Faults).ToString(),
            StringComparison.Ordinal);

    [Fact]
    public void Integer_OfAnOverriddenValueOutOfRange_IsAFaultAtTheVariable()
    {
        var document = Read(("GATEWAY__LINKS__0__BAUD", "fast"));
        document.Root.Maps("links")[0].Integer("baud", 300, 115_200);
        Assert.Equal(
            "GATEWAY__LINKS__0__BAUD:1:1: 'baud' is 'fast', but must be a whole number from 300 to 115200",
            Assert.Single(document.Faults).ToString());
    }

    [Fact]
    public void RejectUnknownKeys_AVariableForAnUnknownKey_IsAFaultAtTheVariable()
    {
        var document = Read(("GATEWAY__SIDE", "x"));
        _ = document.Root.Text("site");
        _ = (document.Root.Has("links"), document.Root.Has("forward"));
        document.Root.RejectUnknownKeys();
        Assert.StartsWith("GATEWAY__SIDE:1:1: 'side' is not known; did you mean 'site'?", Assert.Single(document.Faults).ToString(),
            StringComparison.Ordinal);
    }

    private static YamlDocument Read(params (string Name, string Value)[] variables) => YamlDocument.Parse("gateway.yaml", File)
        .OverriddenBy("GATEWAY", variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)));
}
