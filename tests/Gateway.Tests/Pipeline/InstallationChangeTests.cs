using Gateway.Configuration;
using Gateway.Pipeline;
using Gateway.Yaml;

namespace Gateway.Tests.Pipeline;

public sealed class InstallationChangeTests
{
    private const string Text = """
        site: s
        gateway: g
        links:
          - name: a
            tcp: 127.0.0.1:1
            devices: [ { name: m1, profile: eastron-sdm630 }, { name: d1, profile: abb-acs580, unit: 2 } ]
          - name: b
            tcp: 127.0.0.1:2
            devices: [ { name: m2, profile: eastron-sdm630 } ]
        retrofits:
          - name: fan
            power: m1.active_power_kw
            speed: d1.motor_speed_rpm
            baseline: { kind: fan_curve, control: outlet_damper, full_flow_power_kw: 5, rated_speed_rpm: 1000 }
        """;

    private const string Broker = "\nforward: { broker: 127.0.0.1 }";

    [Theory]
    [InlineData("site: s", "# a remark\n\nsite: s")]
    [InlineData("tcp: 127.0.0.1:2", "tcp:    127.0.0.1:2  # the second")]
    [InlineData("{ name: m2, profile: eastron-sdm630 }", "{ profile: eastron-sdm630, name: m2 }")]
    public void Of_WhatMeansTheSame_ChangesNothing(string old, string other)
    {
        var change = Change(Text.Replace(old, other, StringComparison.Ordinal));
        Assert.Equal("nothing that runs", change.Text);
        Assert.Empty(change.Ended);
        Assert.Empty(change.Begun);
        Assert.All(change.Next.Links.Zip(change.Before.Links), pair => Assert.Same(pair.First, pair.Second));
        Assert.Equal(change.Before.Catalog, change.Next.Catalog);
    }

    [Theory]
    [InlineData("tcp: 127.0.0.1:2", "tcp: 127.0.0.1:3", "links replaced: b")]
    [InlineData("name: b", "name: c", "links added: c; links removed: b")]
    [InlineData("name: m2, profile: eastron-sdm630", "name: m2, profile: eastron-sdm630, interval: 2s", "links replaced: b")]
    [InlineData("name: m2, profile: eastron-sdm630", "name: m3, profile: eastron-sdm630", "links replaced: b")]
    [InlineData("name: m2, profile: eastron-sdm630", "name: m2, profile: abb-acs580", "links replaced: b")]
    [InlineData("full_flow_power_kw: 5", "full_flow_power_kw: 6", "calculations begun anew: retrofit/fan")]
    [InlineData("name: fan", "name: fans", "calculations added: retrofit/fans; calculations removed: retrofit/fan")]
    [InlineData("full_flow_power_kw: 5, rated_speed_rpm: 1000", "rated_speed_rpm: 1000, full_flow_power_kw: 5", "nothing that runs")]
    [InlineData("rated_speed_rpm: 1000 }", "rated_speed_rpm: 1000 }" + Broker, "forwarding changed")]
    public void Of_AnotherConfiguration_SaysWhatIsOther(string old, string other, string expected) =>
        Assert.Equal(expected, Change(Text.Replace(old, other, StringComparison.Ordinal)).Text);

    [Fact]
    public void Of_AReplacedLink_NamesTheOneItSucceeds_AndTheOthersAreTheVerySame()
    {
        var change = Change(Text.Replace("127.0.0.1:2", "127.0.0.1:3", StringComparison.Ordinal));
        Assert.Same(change.Before.Links[0], change.Next.Links[0]);
        Assert.Same(change.Before.Links[1], Assert.Single(change.Ended));
        var begun = Assert.Single(change.Begun);
        Assert.Same(change.Next.Links[1], begun.Link);
        Assert.Same(change.Before.Links[1], begun.SuccessorOf);
    }

    [Fact]
    public void Of_AMovedAndANewDevice_KeepsAllPlacesOfTheCatalog()
    {
        const string Drive = "{ name: d1, profile: abb-acs580, unit: 2 }";
        var moved = Text
            .Replace("{ name: m2, profile: eastron-sdm630 }", Drive, StringComparison.Ordinal)
            .Replace($", {Drive}", ", { name: new, profile: abb-acs580, unit: 3 }", StringComparison.Ordinal);
        var change = Change(moved);
        Assert.Equal(change.Before.Catalog, change.Next.Catalog.Take(change.Before.Catalog.Count));
        Assert.All(change.Next.Catalog.Skip(change.Before.Catalog.Count), series => Assert.Contains("device=new", series.Key));
        Assert.Null(change.Next.Catalog.Find("meter,device=m2 active_power_kw"));
        Assert.Equal(
            change.Before.Catalog.Find("vfd,device=d1 motor_speed_rpm"), change.Next.Catalog.Find("vfd,device=d1 motor_speed_rpm"));
    }

    private static InstallationChange Change(string next)
    {
        var before = Installation.Of(Read(Text));
        return new InstallationChange(before, before.ChangedTo(Read(next)));
    }

    private static GatewayOptions Read(string text)
    {
        var file = GatewayFile.Read(YamlDocument.Parse("gateway.yaml", text), Path.GetTempPath());
        Assert.Empty(file.Faults);
        return file.Value;
    }
}
