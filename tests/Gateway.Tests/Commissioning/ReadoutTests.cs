using System.Net;
using Gateway.Commissioning;
using Gateway.Core;
using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Tests.Commissioning;

public sealed class ReadoutTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly float Expected = BitConverter.UInt32BitsToSingle(0x46A8_67EE);
    private ModbusTcpServer server = null!;
    private RecordingClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        server = ModbusTcpServer.Start(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, _ => true, Answer, TimeProvider.System);
        client = new RecordingClient(
            WireLink.Tcp(new DnsEndPoint("127.0.0.1", server.EndPoint.Port)).Connect(new ModbusTiming(), null));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task ReadAsync_RegistersOfAKnownType_AreRowsWithValueAddressAndRaw()
    {
        RegisterRange[] ranges = [new(ModbusTable.HoldingRegister, 10, 2), new(ModbusTable.Coil, 3, 2)];
        var points = await DeviceReader.ReadAsync(
            DeviceReader.ProfileOf(ranges, PointType.F32, ByteOrder.Cdab), 1, client, TimeProvider.System, Token);
        Assert.Equal(["holding_10", "holding_12", "coil_3", "coil_4"], points.Select(point => point.Point));
        Assert.Equal([Expected, Expected, 1, 0], points.Select(point => point.Value));
        Assert.Equal(["40011", "40013", "00004", "00005"], points.Select(point => point.Reference));
        Assert.Equal(["67EE 46A8", "67EE 46A8", "1", "0"], points.Select(point => point.Raw));
    }

    [Fact]
    public async Task Interpret_RegistersOfUnknownType_ShowsEachByteOrder()
    {
        var range = new RegisterRange(ModbusTable.HoldingRegister, 10, 2);
        var registers = await RegisterReader.ReadAsync(range, 1, client, Token);
        Assert.Equal([(10, "40011", "67EE", (ushort)0x67EE), (11, "40012", "46A8", (ushort)0x46A8)],
            registers.Select(register => (register.Address, register.Reference, register.Raw, register.Unsigned)));
        var number = RegisterReader.Interpret(range, client).Single(reading => reading.Type == "float32");
        Assert.Equal(Expected, number.Cdab);
        Assert.Equal(0x67EE46A8, RegisterReader.Interpret(range, client).Single(reading => reading.Type == "uint32").Abcd);
        var text = ReadoutText.Write(new Readout("tcp x", 1, null, Now, [], registers, [number]));
        Assert.Contains("*21555.96", text, StringComparison.Ordinal);
        Assert.Contains("holding 10 (40011)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_MoreThanOneRequestHolds_ReadsOnInTheNext()
    {
        var registers = await RegisterReader.ReadAsync(new RegisterRange(ModbusTable.HoldingRegister, 0, 300), 1, client, Token);
        Assert.Equal(Enumerable.Range(0, 300), registers.Select(register => register.Address));
    }

    [Fact]
    public async Task ReadAsync_WhatTheDeviceRefuses_IsARowWithTheReason()
    {
        RegisterRange[] ranges = [new(ModbusTable.InputRegister, 10, 1)];
        var point = Assert.Single(await DeviceReader.ReadAsync(
            DeviceReader.ProfileOf(ranges, PointType.U16, ByteOrder.Abcd), 1, client, TimeProvider.System, Token));
        Assert.Equal((null, Quality.ExceptionReply, null), (point.Value, point.Quality, point.Raw));
        Assert.Equal(ModbusExceptionCode.IllegalFunction, client.LastFailure?.Result.Exception);
        Assert.Equal(0, client.Answers);
    }

    [Fact]
    public async Task ReadAsync_NobodyListens_KeepsTheReason()
    {
        var gone = ModbusTcpServer.Start(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, _ => true, Answer, TimeProvider.System);
        await gone.DisposeAsync();
        await using var nobody = new RecordingClient(WireLink.Tcp(new DnsEndPoint("127.0.0.1", gone.EndPoint.Port)).Connect(new(), null));
        Assert.Empty(await RegisterReader.ReadAsync(new RegisterRange(ModbusTable.HoldingRegister, 0, 1), 1, nobody, Token));
        Assert.StartsWith("Connection refused", nobody.LastOpenFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_CodesAndTexts_ShowWhatTheyMean()
    {
        var profile = DeviceReader.ProfileOf([], PointType.U16, ByteOrder.Abcd) with
        {
            Points =
            [
                new PointProfile
                {
                    Name = "mode",
                    Table = ModbusTable.HoldingRegister,
                    Address = 10,
                    Type = PointType.U16,
                    Meanings = new Dictionary<long, string> { [0x67EE] = "running" },
                },
            ],
            Texts =
            [
                new TextProfile
                {
                    Name = "serial_number",
                    Table = ModbusTable.HoldingRegister,
                    Address = 10,
                    Size = 2,
                    Type = PointType.U32,
                },
                new TextProfile { Name = "firmware", Table = ModbusTable.InputRegister, Address = 0, Size = 2 },
            ],
        };
        var points = await DeviceReader.ReadAsync(profile, 1, client, TimeProvider.System, Token);
        Assert.Equal(
            [("mode", "running"), ("serial_number", $"{0x67EE_46A8}"), ("firmware", null)],
            points.Select(point => (point.Point, point.Text)));
        Assert.Equal([Quality.Good, Quality.Good, Quality.NoData], points.Select(point => point.Quality));
        var text = ReadoutText.Write(new Readout("tcp x", 1, "p", Now, points, [], []));
        Assert.Contains("26606 (running)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_AValueThatARuleFindsFaultWith_NamesTheRuleBesideTheQuality()
    {
        var plain = DeviceReader.ProfileOf([new(ModbusTable.HoldingRegister, 10, 1)], PointType.U16, ByteOrder.Abcd);
        var profile = plain with { Points = [plain.Points[0] with { Max = 100 }] };
        var points = await DeviceReader.ReadAsync(profile, 1, client, TimeProvider.System, Token);
        Assert.Equal((26606, Quality.OutOfRange), (points[0].Value, points[0].Quality));
        Assert.Equal(["range"], points[0].Rules);
        var text = ReadoutText.Write(new Readout("tcp x", 1, "p", Now, points, [], []));
        Assert.Contains("OutOfRange (range)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_StatusBits_AreNamed()
    {
        var point = new PointReadout("status", 5, "calibration, fault", "", Quality.Good, "input", 20, "30021", "0005");
        var text = ReadoutText.Write(new Readout("tcp x", 1, "simulated-cems", Now, [point], [], []));
        Assert.Contains("5 (calibration, fault)", text, StringComparison.Ordinal);
    }

    // Holding registers repeat 67EE 46A8, coil 3 is set; there is nothing else.
    private static ModbusExceptionCode? Answer(ReadRequest request, Span<byte> data)
    {
        if (request.Table is not (ModbusTable.HoldingRegister or ModbusTable.Coil))
        {
            return ModbusExceptionCode.IllegalFunction;
        }

        ReadOnlySpan<byte> pattern = [0x67, 0xEE, 0x46, 0xA8];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = request.Table == ModbusTable.Coil ? (byte)(8 >> request.Address) : pattern[((request.Address * 2) + i) % 4];
        }

        return ModbusExceptionCode.None;
    }
}
