using System.IO.Ports;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Gateway.Modbus;
using Gateway.Simulators.Physics;
using Gateway.Simulators.Serving;
using Gateway.Simulators.Tests.Registers;
using Gateway.Simulators.Tests.Serving;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Simulators.Tests;

/// <summary>Over real wires, with requests spelled out in bytes.</summary>
[SupportedOSPlatform("linux")]
public sealed class SimulatedPlantTests
{
    private readonly FakeTimeProvider clock = new(Demo.Start);

    private static ModbusTiming Patient { get; } = new() { ReplyTimeout = TimeSpan.FromSeconds(60) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_OverTheSerialLine_AnswersDriveAndMeter()
    {
        await using var plant = await SimulatedPlant.StartAsync(Demo.Scenario, clock, Token);
        clock.Advance(TimeSpan.FromMinutes(10));
        using var port = new SerialPort(plant.SerialPath!, 19200, Parity.Even, 8, StopBits.One);
        port.Open();
        var speed = RegisterReads.Cdab((await Exchange(port.BaseStream, Rtu(2, 3, 20201, 2), 9)).AsSpan(3));
        var kwh = RegisterReads.Abcd((await Exchange(port.BaseStream, Rtu(1, 4, 72, 2), 9)).AsSpan(3));
        var fan = new FanSystem(Demo.Scenario.Seed, Demo.Fan);
        Assert.Equal(fan.At(Demo.StartS + 600.0).Motor.SpeedRpm, speed / 100.0, 0.01);
        Assert.Equal(12_345.67 + plant.Truth.LineEnergyKwh("fan", Demo.Start, clock.GetUtcNow()), kwh, 0.011);
    }

    [Fact]
    public async Task StartAsync_OverTcp_AnswersTheMonitor()
    {
        await using var plant = await SimulatedPlant.StartAsync(Demo.Scenario, clock, Token);
        using var client = new TcpClient();
        await client.ConnectAsync(plant.TcpEndPoint!, Token);
        var reply = await Exchange(client.GetStream(), [0, 7, 0, 0, 0, 6, 1, 4, 0, 8, 0, 2], 13);
        Assert.Equal([0, 7, 0, 0, 0, 7, 1, 4, 4], reply[..9]);
        Assert.Equal(RegisterReads.Monitor(new PlantDevices(Demo.Scenario, Demo.Start), Demo.Start, 8, 2), reply[9..]);
    }

    [Fact]
    public async Task StartAsync_AnAddressThatIsNotThere_AnswersException02OnTheWire()
    {
        await using var plant = await SimulatedPlant.StartAsync(Demo.Scenario, clock, Token);
        using var port = new SerialPort(plant.SerialPath!, 19200, Parity.Even, 8, StopBits.One);
        port.Open();
        Assert.Equal([2, 0x83, 2], (await Exchange(port.BaseStream, Rtu(2, 3, 20203, 2), 5))[..3]);
    }

    [Fact]
    public async Task StartAsync_ForTheProductsRtuClient_ReadsAgainAndAgainWithParity()
    {
        await using var plant = await SimulatedPlant.StartAsync(Demo.Scenario, clock, Token);
        for (var opening = 0; opening < 3; opening++)
        {
            var line = SerialLine.Parse(plant.SerialPath!, 19200, "8E1");
            await using var rtu = ModbusRtuClient.OverSerial(line, Patient, TimeProvider.System);
            var data = new byte[120];
            Assert.True((await rtu.ReadAsync(new ReadRequest(1, ModbusTable.InputRegister, 0, 60), data, Token)).IsSuccess);
            Assert.Equal(RegisterReads.Meter(new PlantDevices(Demo.Scenario, Demo.Start), Demo.Start, 0, 60), data);
        }
    }

    [Fact]
    public async Task StartAsync_ForTheProductsTcpClient_Reads()
    {
        await using var plant = await SimulatedPlant.StartAsync(Demo.Scenario, clock, Token);
        var endPoint = new DnsEndPoint(plant.TcpEndPoint!.Address.ToString(), plant.TcpEndPoint!.Port);
        await using var tcp = new ModbusTcpClient(endPoint, Patient, TimeProvider.System);
        var data = new byte[42];
        Assert.True((await tcp.ReadAsync(new ReadRequest(1, ModbusTable.InputRegister, 0, 21), data, Token)).IsSuccess);
        Assert.Equal(RegisterReads.Monitor(new PlantDevices(Demo.Scenario, Demo.Start), Demo.Start, 0, 21), data);
    }

    [Fact]
    public async Task StartAsync_TheLineThroughTcp_AnswersItsUnitsAndException0BForOthers()
    {
        await using var plant = await SimulatedPlant.StartAsync(Demo.Scenario with { LineTcpPort = 0 }, clock, Token);
        var endPoint = new DnsEndPoint("127.0.0.1", plant.LineTcpEndPoint!.Port);
        await using var tcp = new ModbusTcpClient(endPoint, Patient, TimeProvider.System);
        var data = new byte[4];
        var present = new ReadRequest(RegisterReads.MeterUnit, ModbusTable.InputRegister, 52, 2);
        Assert.True((await tcp.ReadAsync(present, data, Token)).IsSuccess);
        Assert.Equal(RegisterReads.Meter(new PlantDevices(Demo.Scenario, Demo.Start), Demo.Start, 52, 2), data);
        var absent = await tcp.ReadAsync(present with { Unit = 9 }, data, Token);
        Assert.Equal(ModbusExceptionCode.GatewayTargetFailedToRespond, absent.Exception);
    }

    [Fact]
    public async Task StartAsync_ATakenPort_FailsWithTheReason()
    {
        await using var first = await SimulatedPlant.StartAsync(Demo.Scenario, clock, Token);
        var sameport = Demo.Scenario with { TcpPort = first.TcpEndPoint!.Port };
        await Assert.ThrowsAnyAsync<IOException>(() => SimulatedPlant.StartAsync(sameport, clock, Token));
    }

    [Fact]
    public async Task DisposeAsync_ClosesThePortAndTheLine()
    {
        var plant = await SimulatedPlant.StartAsync(Demo.Scenario, clock, Token);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(plant.TcpEndPoint!, Token);
        using var line = TerminalClient.Open(plant.SerialPath!);
        await plant.DisposeAsync();
        Assert.Equal(0, await tcp.GetStream().ReadAsync(new byte[1], Token));
        Assert.Equal(0, PosixTerminal.Read(line, new byte[1], 1));
    }

    private static async Task<byte[]> Exchange(Stream stream, byte[] request, int replyLength)
    {
        var reply = new byte[replyLength];
        await stream.WriteAsync(request, Token);
        await stream.ReadExactlyAsync(reply, Token).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token);
        return reply;
    }

    private static byte[] Rtu(byte unit, byte function, ushort address, ushort count)
    {
        byte[] frame = [unit, function, (byte)(address >> 8), (byte)address, (byte)(count >> 8), (byte)count];
        var crc = 0xFFFF;
        foreach (var octet in frame)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
            }
        }

        return [.. frame, (byte)crc, (byte)(crc >> 8)];
    }
}
