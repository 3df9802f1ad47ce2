namespace Gateway.Mqtt.Tests;

public sealed class TopicsTests
{
    private static readonly GatewayAddress Address = new("mill", "g1");

    [Fact]
    public void Topics_ByDefault_AreThoseOfTheContract()
    {
        var topics = new Topics();
        Assert.Equal("gateway/v1/mill/g1/data", topics.Data(Address));
        Assert.Equal("gateway/v1/mill/g1/ack", topics.Ack(Address));
        Assert.Equal("gateway/v1/mill/g1/status", topics.Status(Address));
        Assert.Equal("gateway/v1/+/+/data", topics.AllData);
        Assert.Equal("$share/bridges/gateway/v1/+/+/data", topics.SharedData("bridges"));
    }

    [Fact]
    public void DataAddress_OfADataTopic_IsItsGateway() => Assert.Equal(Address, new Topics("a/b").DataAddress("a/b/mill/g1/data"));

    [Theory]
    [InlineData("")]
    [InlineData("gateway/v1")]
    [InlineData("gateway/v1/mill/g1/ack")]
    [InlineData("gateway/v1/mill/g1/data/more")]
    [InlineData("gateway/v1/mill/data")]
    [InlineData("gateway/v1//g1/data")]
    [InlineData("gateway/v10/mill/g1/data")]
    [InlineData("other/v1/mill/g1/data")]
    public void DataAddress_OfAnotherTopic_IsNull(string topic) => Assert.Null(new Topics().DataAddress(topic));

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/+")]
    [InlineData("#")]
    public void Topics_BadPrefix_IsRefused(string prefix) => Assert.Throws<ArgumentException>(() => new Topics(prefix));

    [Theory]
    [InlineData("mill 3", true)]
    [InlineData("Zürich", true)]
    [InlineData("", false)]
    [InlineData("a/b", false)]
    [InlineData("+", false)]
    [InlineData("#", false)]
    [InlineData("a\0", false)]
    public void Fault_OfAName_SaysWhetherATopicCanHoldIt(string name, bool good) => Assert.Equal(good, GatewayAddress.Fault(name) is null);
}
