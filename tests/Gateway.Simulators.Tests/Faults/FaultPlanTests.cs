using Gateway.Modbus;
using Gateway.Simulators.Tests.Registers;

namespace Gateway.Simulators.Tests.Faults;

/// <summary>What faults make of a device's answers, without a wire.</summary>
public sealed class FaultPlanTests
{
    private static readonly PointPlace ActivePower = new(ModbusTable.InputRegister, 52, 2);
    private static readonly PointPlace Import = new(ModbusTable.InputRegister, 72, 2);
    private static readonly Schedule Minute = new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    private static readonly PlantDevices Sound = new(Demo.Scenario, Demo.Start);

    [Theory]
    [InlineData(599, true)]
    [InlineData(600, false)]
    [InlineData(659.9, false)]
    [InlineData(660, true)]
    [InlineData(4200, false)]
    [InlineData(4260, true)]
    public void Silence_HoldsForItsTimeAgainAndAgain(double second, bool answers) =>
        Assert.Equal(answers, Ask(new DeviceFault.Silence("fan-meter", Minute), second).Code is not null);

    [Fact]
    public void Silence_OfOneDevice_LeavesTheOthers()
    {
        var devices = With(new DeviceFault.Silence("fan-meter", Minute));
        Assert.Equal(4, RegisterReads.Drive(devices, At(610), 20201, 2).Length);
    }

    [Fact]
    public void Refusal_AnswersItsCode() => Assert.Equal(
        ModbusExceptionCode.ServerDeviceFailure,
        Ask(new DeviceFault.Refusal("fan-meter", Minute, ModbusExceptionCode.ServerDeviceFailure), 610).Code);

    [Theory]
    [InlineData(610, null)]
    [InlineData(662, ModbusExceptionCode.ServerDeviceBusy)]
    [InlineData(665, ModbusExceptionCode.None)]
    public void PowerLoss_IsSilenceThenBusy(double second, ModbusExceptionCode? code) =>
        Assert.Equal(code, Ask(new DeviceFault.PowerLoss("fan-meter", Minute, TimeSpan.FromSeconds(5), []), second).Code);

    [Fact]
    public void PowerLoss_CountersLackWhatPassedMeanwhile()
    {
        var devices = With(new DeviceFault.PowerLoss("fan-meter", Minute, TimeSpan.Zero, [Import]));
        var missed = Sound.Truth.LineEnergyKwh("fan", At(600), At(660));
        Assert.Equal(Read(Sound, 700, 72) - missed, Read(devices, 700, 72), 0.011);
        Assert.Equal(Read(Sound, 599, 72), Read(devices, 599, 72), 1e-3);
    }

    [Fact]
    public void Frozen_StandsStillAtItsBeginning()
    {
        var devices = With(new DeviceFault.Frozen("fan-meter", Minute));
        Assert.Equal(Read(Sound, 600, 52), Read(devices, 655, 52));
        Assert.Equal(Read(Sound, 661, 52), Read(devices, 661, 52));
    }

    [Fact]
    public void Behind_ShowsWhatWas() => Assert.Equal(
        Read(Sound, 520, 52), Read(With(new DeviceFault.Behind("fan-meter", Minute, TimeSpan.FromSeconds(90))), 610, 52));

    [Fact]
    public void Drift_GrowsWithTimeAndEnds()
    {
        var daily = Minute with { Lasting = TimeSpan.FromMinutes(40) };
        var devices = With(new DeviceFault.Drift("fan-meter", daily, [ActivePower], 6));
        Assert.Equal(1.03, Read(devices, 600 + 1800, 52) / Read(Sound, 600 + 1800, 52), 1e-6);
        Assert.Equal(Read(Sound, 600 + 1800, 0), Read(devices, 600 + 1800, 0));
        Assert.Equal(Read(Sound, 600 + 2400, 52), Read(devices, 600 + 2400, 52));
    }

    [Fact]
    public void CounterReset_CountsFromZeroOn()
    {
        var devices = With(new DeviceFault.CounterReset("fan-meter", Minute, [Import]));
        Assert.Equal(12_345.67, Read(devices, 0, 72), 0.01);
        Assert.Equal(Sound.Truth.LineEnergyKwh("fan", At(600), At(3000)), Read(devices, 3000, 72), 0.011);
        Assert.Equal(Sound.Truth.LineEnergyKwh("fan", At(4200), At(5000)), Read(devices, 5000, 72), 0.011);
    }

    [Fact]
    public void Rollover_BeginsAgainAtZero()
    {
        var at = 12_346.0;
        var devices = With(new DeviceFault.Rollover("fan-meter", Minute with { First = TimeSpan.Zero }, [Import], at));
        Assert.Equal(12_345.67, Read(devices, 0, 72), 0.01);
        Assert.Equal(Read(Sound, 3600, 72) - at, Read(devices, 3600, 72), 0.01);
    }

    [Fact]
    public void Answer_ThroughATcpGateway_BrokenRepliesAreException0B()
    {
        var devices = With(new DeviceFault.BrokenChecksum("fan-meter", Minute), new DeviceFault.WrongUnit("fan-drive", Minute, 9));
        foreach (var unit in new[] { RegisterReads.MeterUnit, RegisterReads.DriveUnit })
        {
            var request = new ReadRequest(unit, ModbusTable.InputRegister, 52, 2);
            var reply = devices.AnswerThroughGateway(At(610), request, new byte[4]);
            Assert.Equal(new Reply(ModbusExceptionCode.GatewayTargetFailedToRespond), reply);
        }
    }

    [Fact]
    public void Truth_DoesNotKnowOfFaults() => Assert.Equal(
        Sound.Truth.SavedKwh("fan", At(0), At(3600)),
        With(new DeviceFault.Silence("fan-meter", Minute)).Truth.SavedKwh("fan", At(0), At(3600)));

    private static DateTimeOffset At(double second) => Demo.Start.AddSeconds(second);

    private static PlantDevices With(params DeviceFault[] faults) => new(Demo.Scenario with { Faults = faults }, Demo.Start);

    private static Reply Ask(DeviceFault fault, double second) => With(fault).Answer(
        DeviceWire.Serial, At(second), new ReadRequest(RegisterReads.MeterUnit, ModbusTable.InputRegister, 52, 2), new byte[4]);

    private static float Read(PlantDevices devices, double second, int address) =>
        RegisterReads.Abcd(RegisterReads.Meter(devices, At(second), address, 2));
}
