namespace Gateway.Mqtt.Tests;

/// <summary>What a broker announces at the connection is kept to the byte and to the message.</summary>
public sealed class AnnouncedLimitsTests
{
    private const int Limit = 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Publish_ReceiveMaximum_IsNeverExceeded(ushort receiveMaximum)
    {
        await using var broker = new RawBroker(receiveMaximum, Limit);
        await using var harness = new Harness();
        broker.Receipt(1);
        var publisher = await harness.ConnectedPublisherAsync(Harness.Broker(broker.Port));
        var publishing = Enumerable.Range(1, 20).Select(seq => publisher.PublishAsync(Harness.Message(seq), Token).AsTask()).ToArray();
        for (var receipted = 0; receipted < 20; receipted++)
        {
            await Harness.EventuallyAsync(() => broker.Published == 1 + Math.Min(20, receiveMaximum + receipted));
            broker.Receipt(1);
        }

        Assert.All(await Task.WhenAll(publishing), verdict => Assert.Equal(PublishVerdict.Accepted, verdict));
        Assert.Equal(receiveMaximum, broker.MostOpen);
        broker.Receipt(1);
    }

    [Theory]
    [InlineData("mill")]
    [InlineData("Zürich")]
    public async Task Publish_MaximumPacketSize_IsUsedToTheLastByteAndNotExceeded(string site)
    {
        await using var broker = new RawBroker(10, Limit);
        await using var harness = new Harness();
        broker.Receipt(100);
        var address = new GatewayAddress(site, "g1");
        var publisher = harness.Publisher(Harness.Broker(broker.Port), address);
        await Harness.EventuallyAsync(() => publisher.IsConnected);
        var largest = 0;
        for (var length = 700; length <= Limit; length++)
        {
            var message = Harness.Message(1, payload: new string('x', length)) with { Address = address };
            var next = (await publisher.PublishAsync(message, Token)).Next;
            Assert.True(next is PublishNext.Accepted or PublishNext.TooLarge);
            largest = next == PublishNext.Accepted ? length : largest;
            if (next == PublishNext.Accepted)
            {
                broker.Receipt(1);
            }
        }

        Assert.Equal(Limit, broker.LongestPacket);
        Assert.InRange(largest, 701, Limit - 1);
        Assert.Equal(1, publisher.Counters.Connections);
    }
}
