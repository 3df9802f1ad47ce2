using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Mqtt.Tests;

public sealed class EmbeddedBrokerTests
{
    [Fact]
    public async Task Start_OnATakenPort_Throws()
    {
        await using var first = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await Assert.ThrowsAsync<SocketException>(() => EmbeddedBroker.StartAsync(first.Port, NullLogger<EmbeddedBroker>.Instance));
    }

    [Fact]
    public async Task Start_Twice_ListensOnTwoPorts()
    {
        await using var first = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        await using var second = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        Assert.NotEqual(first.Port, second.Port);
    }
}
