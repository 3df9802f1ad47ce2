using System.Net;
using System.Runtime.Versioning;
using Gateway.Modbus;
using Gateway.Simulators.Tests.Registers;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Simulators.Tests.Faults;

/// <summary>What a client meets on the wire while a fault holds, and that it is over when the fault is.</summary>
[SupportedOSPlatform("linux")]
public sealed class WireFaultTests
{
    private const string Drive = "fan-drive";
    private const string Monitor = "boiler-1-monitor";
    private static readonly Schedule FirstMinute = new(TimeSpan.Zero, TimeSpan.FromMinutes(1), null);
    private readonly FakeTimeProvider clock = new(Demo.Start);

    public static TheoryData<DeviceFault, ModbusFault> OnTheLine => new()
    {
        { new DeviceFault.Silence(Drive, FirstMinute), ModbusFault.Timeout },
        { new DeviceFault.BrokenChecksum(Drive, FirstMinute), ModbusFault.InvalidReply },
        { new DeviceFault.WrongUnit(Drive, FirstMinute, 77), ModbusFault.InvalidReply },
        { new DeviceFault.Slow(Drive, FirstMinute, TimeSpan.FromSeconds(1)), ModbusFault.Timeout },
        { new DeviceFault.Refusal(Drive, FirstMinute, ModbusExceptionCode.ServerDeviceBusy), ModbusFault.ExceptionReply },
    };

    public static TheoryData<DeviceFault, ModbusFault> OnTcp => new()
    {
        { new DeviceFault.Silence(Monitor, FirstMinute), ModbusFault.Timeout },
        { new DeviceFault.WrongUnit(Monitor, FirstMinute, 77), ModbusFault.InvalidReply },
        { new DeviceFault.Slow(Monitor, FirstMinute, TimeSpan.FromSeconds(1)), ModbusFault.Timeout },
        { new DeviceFault.Disconnect(Monitor, FirstMinute), ModbusFault.Disconnected },
    };

    private static ModbusTiming Hasty { get; } = new() { ReplyTimeout = TimeSpan.FromMilliseconds(400) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(OnTheLine), DisableDiscoveryEnumeration = true)]
    public async Task OnTheLine_WhileItHolds_FailsSoAndThenNot(DeviceFault fault, ModbusFault expected)
    {
        await using var plant = await SimulatedPlant.StartAsync(Demo.Scenario with { Faults = [fault] }, clock, Token);
        var line = SerialLine.Parse(plant.SerialPath!, 19200, "8E1");
        await using var client = ModbusRtuClient.OverSerial(line, Hasty, TimeProvider.System);
        await Check(client, new ReadRequest(RegisterReads.DriveUnit, ModbusTable.HoldingRegister, 20201, 2), expected);
    }

    [Theory]
    [MemberData(nameof(OnTcp), DisableDiscoveryEnumeration = true)]
    public async Task OnTcp_WhileItHolds_FailsSoAndThenNot(DeviceFault fault, ModbusFault expected)
    {
        await using var plant = await SimulatedPlant.StartAsync(Demo.Scenario with { Faults = [fault] }, clock, Token);
        await using var client = new ModbusTcpClient(new DnsEndPoint("127.0.0.1", plant.TcpEndPoint!.Port), Hasty, TimeProvider.System);
        await Check(client, new ReadRequest(RegisterReads.MonitorUnit, ModbusTable.InputRegister, 0, 20), expected);
    }

    [Fact]
    public async Task Slow_WithinTheReadersPatience_OnlyTakesItsTime()
    {
        var slow = new DeviceFault.Slow(Monitor, FirstMinute, TimeSpan.FromMilliseconds(50));
        await using var plant = await SimulatedPlant.StartAsync(Demo.Scenario with { Faults = [slow] }, clock, Token);
        var patient = new ModbusTiming { ReplyTimeout = TimeSpan.FromSeconds(30) };
        await using var client = new ModbusTcpClient(new DnsEndPoint("127.0.0.1", plant.TcpEndPoint!.Port), patient, TimeProvider.System);
        var begun = TimeProvider.System.GetTimestamp();
        var request = new ReadRequest(RegisterReads.MonitorUnit, ModbusTable.InputRegister, 0, 20);
        Assert.True((await client.ReadAsync(request, new byte[40], Token)).IsSuccess);
        Assert.True(TimeProvider.System.GetElapsedTime(begun) >= TimeSpan.FromMilliseconds(49));
    }

    private async Task Check(IModbusClient client, ReadRequest request, ModbusFault expected)
    {
        var data = new byte[request.ByteCount];
        var result = await client.ReadAsync(request, data, Token);
        Assert.Equal(expected, result.Fault);

        // A late answer may still be on its way; the client must not take it for the next one's.
        clock.Advance(TimeSpan.FromMinutes(2));
        for (var attempt = 0; attempt < 10 && !result.IsSuccess; attempt++)
        {
            result = await client.ReadAsync(request, data, Token);
        }

        Assert.True(result.IsSuccess, result.ToString());
    }
}
