using Gateway.Mqtt.Sparkplug;
using Gateway.Mqtt.Sparkplug.Session;

namespace Gateway.Mqtt.Tests.Sparkplug;

public sealed class TopicTests
{
    [Fact]
    [Tck(
        "intro-group-id-string", "intro-edge-node-id-string", "intro-device-id-string", "topic-structure", "topic-structure-namespace-a",
        "topic-structure-namespace-device-id-associated-message-types",
        "topic-structure-namespace-device-id-non-associated-message-types", "topics-nbirth-topic", "topics-ndata-topic",
        "topics-ndeath-topic", "topics-dbirth-topic", "topics-ddata-topic", "topics-ddeath-topic",
        "message-flow-edge-node-birth-publish-nbirth-topic", "message-flow-device-birth-publish-dbirth-topic",
        "message-flow-device-birth-publish-dbirth-match-edge-node-topic")]
    public void Topics_OfAWholeLife_AreTheSpecifiedOnes()
    {
        var node = new EdgeNode();
        node.ReadAll(1);
        node.Connect();
        node.Read((EdgeNode.PowerKw, 2));
        node.Silence();
        node.Do(new SessionEvent.Stop());
        Assert.Equal(
            [
                "spBv1.0/mill/DBIRTH/gw/drive", "spBv1.0/mill/DBIRTH/gw/meter", "spBv1.0/mill/DBIRTH/gw/retrofit.fan",
                "spBv1.0/mill/DDATA/gw/meter", "spBv1.0/mill/DDEATH/gw/meter", "spBv1.0/mill/NBIRTH/gw", "spBv1.0/mill/NDATA/gw",
                "spBv1.0/mill/NDEATH/gw",
            ],
            node.Sent.Select(message => message.Topic).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a+b")]
    [InlineData("a/b")]
    [InlineData("a#")]
    [InlineData("")]
    [Tck(
        "intro-group-id-chars", "intro-edge-node-id-chars", "topic-structure-namespace-valid-group-id",
        "topic-structure-namespace-valid-edge-node-id")]
    public void Fault_OfAReservedCharacter_IsNamed(string id) => Assert.NotNull(GatewayAddress.Fault(id));

    [Fact]
    [Tck(
        "intro-device-id-chars", "topic-structure-namespace-valid-device-id", "topic-structure-namespace-unique-device-id",
        "case-sensitivity-metric-names")]
    public void Devices_OfAPlant_HaveValidIdsAndNamesThatDiffer()
    {
        var devices = new NodeModel(EdgeNode.Plant).Devices;
        Assert.Equal(["meter", "drive", "retrofit.fan"], devices.Select(device => device.Id));
        Assert.All(devices, device => Assert.Null(GatewayAddress.Fault(device.Id)));
        Assert.All(devices, device =>
            Assert.Equal(device.Metrics.Count, device.Metrics.Select(metric => metric.Name.ToUpperInvariant()).Distinct().Count()));
        Assert.Equal(["instant/saved_kw", "hour/saved_kwh", "hour/state"], devices[2].Metrics.Select(metric => metric.Name));
    }

    [Fact]
    [Tck("topic-structure-namespace-duplicate-device-id-across-edge-node")]
    public void Topics_OfOneDeviceAtTwoNodes_Differ()
    {
        var one = new EdgeNode(node: "one");
        var other = new EdgeNode(node: "other");
        Assert.Empty(one.Connect().Select(message => message.Topic).Intersect(other.Connect().Select(message => message.Topic)));
    }
}
