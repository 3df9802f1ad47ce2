using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Gateway.Configuration;
using Gateway.Core;
using Gateway.Modbus;
using Gateway.Northbound;
using Gateway.Pipeline;
using Gateway.Status;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Northbound;

/// <summary>The gateway's own Modbus server, read with the gateway's own client.</summary>
public sealed class RegisterServerTests : IAsyncLifetime
{
    private const int Power = 100, Energy = 104, Gone = 110, End = 114;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private readonly FakeTimeProvider clock = new(Now);
    private readonly Catalog catalog = new();
    private readonly RegisterServer server =
        RegisterServer.Listen(new ModbusServerOptions(new IPEndPoint(IPAddress.Loopback, 0), 7, "gateway.yaml:1:1"));

    private LatestValues latest = null!;
    private ModbusTcpClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        catalog.Add(new Series("meter", [new("device", "m")], "power_kw", "kW"));
        catalog.Add(new Series("meter", [new("device", "m")], "energy_kwh", "kWh"));
        latest = new LatestValues(catalog);
        client = new ModbusTcpClient(new DnsEndPoint("127.0.0.1", server.EndPoint.Port), new ModbusTiming(), TimeProvider.System);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(ModbusTable.InputRegister)]
    [InlineData(ModbusTable.HoldingRegister)]
    public async Task Read_AllSeriesAtOnce_HoldsValueQualityAndAge(ModbusTable table)
    {
        Show();
        latest.Take(new Tick(
            [new(0, Now.AddSeconds(-3), 21.5, Quality.PartialCoverage), new(1, Now.AddSeconds(-200_000), 12_345_678.91, Quality.Good)],
            [], default));
        var data = await GoodAsync(table, Power, End - Power);
        Assert.Equal(21.5f, BinaryPrimitives.ReadSingleBigEndian(data));
        Assert.Equal([0x40, 3], Registers(data, 2, 2));
        Assert.Equal(12_345_678.91, BinaryPrimitives.ReadDoubleBigEndian(data.AsSpan(8)));
        Assert.Equal([0, 65_535], Registers(data, 8, 2));
        Assert.True(float.IsNaN(BinaryPrimitives.ReadSingleBigEndian(data.AsSpan(20))));
        Assert.Equal([0xA0, 65_535], Registers(data, 12, 2));
    }

    [Fact]
    public async Task Read_ABadValue_IsNaNWithItsQuality()
    {
        Show();
        latest.Take(new Tick([new(0, Now, 900, Quality.OutOfRange)], [], default));
        var data = await GoodAsync(ModbusTable.InputRegister, Power, 4);
        Assert.Equal([0x7FC0, 0, 0x80, 0], Registers(data, 0, 4));
    }

    [Fact]
    public async Task Read_PartsOfSeries_AreTheSameRegisters()
    {
        Show();
        latest.Take(new Tick([new(0, Now, 21.5, Quality.Good), new(1, Now, 1e7 / 3, Quality.Good)], [], default));
        var all = Registers(await GoodAsync(ModbusTable.InputRegister, Power, End - Power), 0, End - Power);
        for (var address = Power; address < End; address++)
        {
            var count = Math.Min(3, End - address);
            var part = Registers(await GoodAsync(ModbusTable.InputRegister, address, count), 0, count);
            Assert.Equal(all.AsSpan(address - Power, count).ToArray(), part);
        }
    }

    [Fact]
    public async Task Read_TheGatewaysOwnRegisters_BeatAndTellItsHealth()
    {
        Show();
        var first = Registers(await GoodAsync(ModbusTable.HoldingRegister, 0, 3), 0, 3);
        clock.Advance(TimeSpan.FromSeconds(2));
        var later = Registers(await GoodAsync(ModbusTable.HoldingRegister, 0, 3), 0, 3);
        Assert.Equal(2, (ushort)(later[0] - first[0]));
        Assert.Equal([1, 3], later[1..]);
    }

    [Theory]
    [InlineData(ModbusTable.InputRegister, 3, 1, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.InputRegister, 2, 2, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.InputRegister, 99, 2, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.HoldingRegister, End - 1, 2, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.HoldingRegister, 65_535, 1, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.Coil, Power, 1, ModbusExceptionCode.IllegalFunction)]
    public async Task Read_WhatHasNoMeaning_IsRefused(ModbusTable table, int address, int count, ModbusExceptionCode expected)
    {
        Show();
        Assert.Equal(expected, (await ReadAsync(7, table, address, count)).Result.Exception);
    }

    [Fact]
    public async Task Read_BeforeTheGatewayRuns_IsBusy() =>
        Assert.Equal(ModbusExceptionCode.ServerDeviceBusy, (await ReadAsync(7, ModbusTable.InputRegister, 0, 1)).Result.Exception);

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public async Task Read_AsTheServerItself_IsAnswered(byte unit)
    {
        Show();
        Assert.True((await ReadAsync(unit, ModbusTable.InputRegister, Power, 4)).Result.IsSuccess);
    }

    [Theory]
    [InlineData(5, "00010000000607050064ff00")]
    [InlineData(6, "000100000006070600640001")]
    [InlineData(16, "000100000009071000640001020001")]
    [InlineData(15, "0001000000080f0f006400010101")]
    public async Task Write_OfAnyKind_IsRefused(byte function, string hex)
    {
        Show();
        var request = Convert.FromHexString(hex);
        request[6] = 7;
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.EndPoint, Token);
        await socket.GetStream().WriteAsync(request, Token);
        var reply = new byte[9];
        await socket.GetStream().ReadExactlyAsync(reply, Token);
        Assert.Equal([(byte)(function | 0x80), 1], reply[7..]);
    }

    [Fact]
    public void Listen_ATakenPort_NamesItAndItsPlace()
    {
        var taken = new ModbusServerOptions(server.EndPoint, 1, "gateway.yaml:9:11");
        var failure = Assert.Throws<NamedFailure>(() => RegisterServer.Listen(taken));
        Assert.StartsWith("gateway.yaml:9:11: Cannot listen on 127.0.0.1:", failure.Message, StringComparison.Ordinal);
    }

    // The third series was configured once and is no more.
    private void Show()
    {
        var known = RegisterMap.Continue([], catalog).Entries;
        var map = RegisterMap.Continue([.. known, new RegisterMapEntry(Gone, false, "meter,device=m gone_v", "V")], catalog);
        server.Show(new RegisterImage(map, catalog, latest, () => new Health(true, "healthy"), clock));
    }

    private static ushort[] Registers(byte[] data, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(index => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(index * 2)))];

    private async Task<byte[]> GoodAsync(ModbusTable table, int address, int count)
    {
        var (result, data) = await ReadAsync(7, table, address, count);
        Assert.True(result.IsSuccess, $"{result}");
        return data;
    }

    private async Task<(ReadResult Result, byte[] Data)> ReadAsync(byte unit, ModbusTable table, int address, int count)
    {
        var data = new byte[2 * count];
        return (await client.ReadAsync(new ReadRequest(unit, table, (ushort)address, (ushort)count), data, Token), data);
    }
}
