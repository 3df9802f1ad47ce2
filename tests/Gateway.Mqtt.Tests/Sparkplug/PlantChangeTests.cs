using Gateway.Core;
using Gateway.Mqtt.Sparkplug;
using Gateway.Mqtt.Sparkplug.Protocol;
using Gateway.Mqtt.Sparkplug.Session;

namespace Gateway.Mqtt.Tests.Sparkplug;

/// <summary>Devices that come, go or become others while the node runs.</summary>
public sealed class PlantChangeTests
{
    private static readonly int[] All = [0, 1, 2, 3, 4, 5];
    private static readonly int[] WithoutDrive = [0, 1, 3, 4, 5];
    private static readonly int[] WithoutVoltage = [0, 2, 3, 4, 5];
    private static readonly Series Current = new("meter", [new("device", "meter")], "current_a", "A");
    private readonly EdgeNode node = new();

    [Fact]
    public void Change_ADeviceThatIsNoMore_IsItsDeathAndNoBirthKnowsItAgain()
    {
        node.Connect();
        node.ReadAll(1);
        var death = Assert.Single(node.Change(WithoutDrive));
        Assert.Equal(("DDEATH", "drive", 5UL), (death.Type, death.Device, death.Payload.Seq));
        Assert.Equal("meter", Assert.Single(node.Read((EdgeNode.PowerKw, 2))).Device);
        node.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal([null, "meter", "retrofit.fan"], node.AskForRebirth().Select(birth => birth.Device));
    }

    [Fact]
    public void Change_ADeviceWithAnotherMetric_IsItsBirthAlone()
    {
        node.Connect();
        node.ReadAll(1);
        var birth = Assert.Single(node.Change(All, Current));
        Assert.Equal(("DBIRTH", "meter", 5UL), (birth.Type, birth.Device, birth.Payload.Seq));
        Assert.Equal([1.0, 1.0], new[] { birth["active_power_kw"], birth["voltage_v"] }.Select(metric => metric.DoubleValue));
        var added = birth["current_a"];
        Assert.Equal((EdgeNode.Alias(EdgeNode.Plant.Count), true), (added.Alias, added.IsNull));
        var data = Assert.Single(node.Read((EdgeNode.Plant.Count, 7)));
        Assert.Equal(7, data[EdgeNode.Alias(EdgeNode.Plant.Count)].DoubleValue);
    }

    [Fact]
    public void Change_ADeviceWithoutAMetric_IsItsBirthWithoutIt()
    {
        node.Connect();
        node.ReadAll(1);
        var birth = Assert.Single(node.Change(WithoutVoltage));
        Assert.Equal("active_power_kw", Assert.Single(birth.Payload.Metrics).Name);
    }

    [Fact]
    public void Change_AMetricOfAnotherType_IsABirthThatSaysSoAndForgetsTheValue()
    {
        node.Connect();
        node.ReadAll(1);
        var coded = new Series("meter", [new("device", "meter")], "voltage_v", "", ["low", "high"]);
        var voltage = Assert.Single(node.Change(WithoutVoltage, coded))["voltage_v"];
        Assert.Equal(
            (EdgeNode.Alias(EdgeNode.VoltageV), (uint)DataType.String, true), (voltage.Alias, voltage.Datatype, voltage.IsNull));
        Assert.Equal("high", Assert.Single(node.Read((EdgeNode.VoltageV, 1))).Payload.Metrics[0].StringValue);
    }

    [Fact]
    public void Change_APolledDevice_IsBornWithItsFirstAnswerAndAComputedOneAtOnce()
    {
        node.Connect();
        node.ReadAll(1);
        var sent = node.Change(
            All,
            new Series("meter", [new("device", "new")], "active_power_kw", "kW"),
            new Series("emission", [new("stack", "east"), new("period", "hour")], "load_kg", "kg"));
        Assert.Equal([("DBIRTH", "stack.east"), ("NDATA", null)], sent.Select(message => (message.Type, message.Device)));
        Assert.Equal(
            [("DBIRTH", "new"), ("NDATA", null)],
            node.Read((EdgeNode.Plant.Count, 1)).Select(message => (message.Type, message.Device)));
    }

    [Fact]
    public void Change_ToTheSamePlant_SendsNothing()
    {
        node.Connect();
        node.ReadAll(1);
        Assert.Empty(node.Change(All));
        Assert.Empty(node.Change(
            [0, 1, 2, 3, 4],
            new Series("savings", [new("retrofit", "fan"), new("period", "hour")], "state", "", ["idle", "saving"])));
    }

    [Fact]
    public void Change_WhileNobodyListens_IsInTheNextBirth()
    {
        for (var i = 0; i < 3; i++)
        {
            node.ReadAll(i);
        }

        Assert.Empty(node.Change([0, 3, 4, 5], Current));
        Assert.Equal((3, 6), (node.Session.Waiting, node.Session.Dropped));
        var births = node.Connect();
        Assert.Equal([null, "meter", "retrofit.fan"], births.Select(birth => birth.Device));
        Assert.Equal(["active_power_kw", "current_a"], births[1].Payload.Metrics.Select(metric => metric.Name));
        var history = Assert.Single(node.PassUntilDeadline());
        Assert.All(history.Payload.Metrics, metric => Assert.Equal(EdgeNode.Alias(EdgeNode.PowerKw), metric.Alias));
    }

    [Fact]
    public void Change_WhileARebirthIsDue_LeavesTheBirthsToIt()
    {
        node.Connect();
        node.ReadAll(1);
        node.AskForRebirth();
        Assert.Equal("DDEATH", Assert.Single(node.Change(WithoutDrive, Current)).Type);
        Assert.Equal([null, "meter", "retrofit.fan"], node.PassUntilDeadline().Select(birth => birth.Device));
    }

    [Fact]
    public void Change_KnowsTheValuesOfASeriesThatComesBack()
    {
        node.Connect();
        node.ReadAll(1);
        var next = new Catalog(EdgeNode.Plant);
        Array.ForEach(All, next.Keep);
        next.Add(Current);
        var birth = node.Do(new SessionEvent.Changed(new NodeModel(next), [
            new Reading(EdgeNode.PowerKw, EdgeNode.Start, 99, Quality.Good),
            new Reading(EdgeNode.Plant.Count, EdgeNode.Start, 5, Quality.Good),
        ]))[0];
        Assert.Equal((1.0, 5.0), (birth["active_power_kw"].DoubleValue, birth["current_a"].DoubleValue));
    }
}
