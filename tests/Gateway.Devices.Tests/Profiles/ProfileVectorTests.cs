using System.Net;
using Gateway.Core;
using Gateway.Modbus;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Devices.Tests;

/// <summary>
/// Each shipped profile against its vectors, which were made from the makers' tables apart from profile and decoder; by hand and over
/// the wire.
/// </summary>
public sealed class ProfileVectorTests
{
    private const byte Unit = 3;
    private const ushort Elsewhere = 0xA55A;
    private static readonly ProfileLibrary Library = ProfileLibrary.Load(ProfileLibrary.ShippedFolder);

    public static TheoryData<string> Names => [.. Library.Profiles.Keys];

    [Fact]
    public void Vectors_AreThereForEveryProfile() => Assert.Equal(
        Library.Profiles.Keys,
        Directory.GetFiles(ProfileVector.Folder).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Poll_TheRegistersOfTheVectors_GivesExactlyTheirValues(string name)
    {
        await using var device = Device(name);

        await AssertPoll(name, device);
    }

    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    public async Task Poll_EveryProfileOverTheWire_GivesTheSameValues(ModbusFraming framing)
    {
        foreach (var name in Library.Profiles.Keys)
        {
            await using var device = Device(name);
            await using var server = ModbusTcpServer.Start(
                new IPEndPoint(IPAddress.Loopback, 0), framing, unit => unit == Unit, device.Serve, TimeProvider.System);
            var endPoint = new DnsEndPoint(server.EndPoint.Address.ToString(), server.EndPoint.Port);
            var timing = new ModbusTiming { ReplyTimeout = TimeSpan.FromSeconds(10) };
            await using IModbusClient client = framing == ModbusFraming.Mbap
                ? new ModbusTcpClient(endPoint, timing, TimeProvider.System)
                : ModbusRtuClient.OverTcp(endPoint, timing, TimeProvider.System);

            await AssertPoll(name, client);
        }
    }

    private static async Task AssertPoll(string name, IModbusClient client)
    {
        var catalog = new Catalog();
        var poller = new DevicePoller("d", Unit, Library.Profiles[name], catalog);
        var readings = new List<Reading>();
        await poller.PollAsync(client, new FakeTimeProvider(), readings, TestContext.Current.CancellationToken);

        var values = readings.ToDictionary(reading => catalog[reading.Series].Key.Split(' ')[1], reading => reading.Value);
        var vectors = ProfileVector.Load(name);
        Assert.Equal(vectors.Select(vector => vector.Field).Order(), values.Keys.Order());
        Assert.All(vectors, vector => Assert.Equal(vector.Value, values[vector.Field], Math.Abs(vector.Value) * 1e-12));
    }

    // Where the profile reads through gaps, they hold something that is no value of the vectors; elsewhere nothing answers.
    private static FakeModbusClient Device(string name)
    {
        var (client, limits, vectors) = (new FakeModbusClient(), Library.Profiles[name].Limits, ProfileVector.Load(name));
        foreach (var vector in vectors.Where(_ => limits.MaxGap > 0))
        {
            var around = Enumerable.Range(vector.Address, vector.Words.Length + limits.MaxGap);
            foreach (var address in around.Where(address => limits.AllowsOneRead(address, address)))
            {
                client.With(Unit, vector.Table, address, Elsewhere);
            }
        }

        foreach (var vector in vectors)
        {
            client.With(Unit, vector.Table, vector.Address, vector.Words);
        }

        return client;
    }
}
