using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

public sealed class EndPointTextTests
{
    [Theory]
    [InlineData("10.0.0.1:502", "10.0.0.1", 502)]
    [InlineData("10.0.0.1", "10.0.0.1", 1883)]
    [InlineData("plc-3.plant.example:5020", "plc-3.plant.example", 5020)]
    [InlineData("[::1]:502", "::1", 502)]
    [InlineData("localhost:0", "localhost", 0)]
    public void TryParse_AnAddress_GivesHostAndPort(string text, string host, int port)
    {
        Assert.True(EndPointText.TryParse(text, 1883, out var endPoint));
        Assert.Equal((host, port), (endPoint.Host, endPoint.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":502")]
    [InlineData("host:")]
    [InlineData("host:x")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("a b:502")]
    [InlineData("http://host:502")]
    public void TryParse_SomethingElse_IsRefused(string text) => Assert.False(EndPointText.TryParse(text, 1883, out _));
}
