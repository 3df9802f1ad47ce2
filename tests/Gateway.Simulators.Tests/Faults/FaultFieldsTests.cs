using Gateway.Modbus;

namespace Gateway.Simulators.Tests.Faults;

public sealed class FaultFieldsTests
{
    private static readonly string DemoText = File.ReadAllText(ScenarioFile.DemoPath);

    public static TheoryData<string, DeviceFault> Faults => new()
    {
        { "kind: timeout, device: fan-drive, first: 1m, every: 1h, lasting: 10s", new DeviceFault.Silence("fan-drive", Hourly) },
        { "kind: exception, code: 4, device: fan-drive, first: 1m, every: 1h, lasting: 10s",
            new DeviceFault.Refusal("fan-drive", Hourly, ModbusExceptionCode.ServerDeviceFailure) },
        { "kind: crc_error, device: fan-drive, first: 1m, every: 1h, lasting: 10s", new DeviceFault.BrokenChecksum("fan-drive", Hourly) },
        { "kind: frozen, device: fan-drive, first: 1m, every: 1h, lasting: 10s", new DeviceFault.Frozen("fan-drive", Hourly) },
        { "kind: clock_behind, by: 90s, device: fan-drive, first: 1m, every: 1h, lasting: 10s",
            new DeviceFault.Behind("fan-drive", Hourly, TimeSpan.FromSeconds(90)) },
        { "kind: wrong_unit, answers_as: 9, device: fan-drive, first: 1m, every: 1h, lasting: 10s",
            new DeviceFault.WrongUnit("fan-drive", Hourly, 9) },
        { "kind: slow, delay: 300ms, device: fan-drive, first: 1m, every: 1h, lasting: 10s",
            new DeviceFault.Slow("fan-drive", Hourly, TimeSpan.FromMilliseconds(300)) },
        { "kind: disconnect, device: boiler-1-monitor, first: 1m, every: 1h, lasting: 10s",
            new DeviceFault.Disconnect("boiler-1-monitor", Hourly) },
        { "kind: maintenance, device: boiler-1-monitor, first: 1m, every: 1h, lasting: 10s",
            new DeviceFault.Interruption("boiler-1-monitor", Hourly, InterruptionKind.Maintenance) },
        { "kind: instrument_fault, device: boiler-1-monitor, first: 1m, every: 1h, lasting: 10s",
            new DeviceFault.Interruption("boiler-1-monitor", Hourly, InterruptionKind.Fault) },
    };

    public static TheoryData<string, string, int> Mistakes => new()
    {
        { "kind: timeot, device: fan-drive", "did you mean 'timeout'?", 13 },
        { "kind: timeout, device: fan-drve", "no device is called 'fan-drve'; did you mean 'fan-drive'?", 30 },
        { "kind: timeout, device: fan-drive, lasting: 0s", "'lasting' is '0s'", 50 },
        { "kind: timeout, device: fan-drive, lasting: 10s, every: 10s", "must be longer than 'lasting'", 62 },
        { "kind: timeout, device: fan-drive, delay: 1s", "'delay' is not known", 41 },
        { "kind: exception, device: fan-drive, code: 12", "'code' is '12', but must be a whole number from 1 to 11", 49 },
        { "kind: exception, device: fan-drive", "'code' is missing", 5 },
        { "kind: crc_error, device: boiler-1-monitor", "has no checksum of its own", 13 },
        { "kind: disconnect, device: fan-drive", "has no connection to lose", 13 },
        { "kind: calibration, device: fan-meter", "has no status bit that says so", 13 },
        { "kind: drift, device: fan-meter, pct_per_h: 2", "give in 'points' the points", 5 },
        { "kind: drift, device: fan-meter, pct_per_h: 2, points: [active_powr]", "did you mean 'active_power'?", 61 },
        { "kind: drift, device: fan-meter, pct_per_h: lots, points: [active_power]", "'pct_per_h' is 'lots'", 50 },
        { "kind: counter_rollover, device: fan-meter, points: [energy_import]", "'at' is missing", 5 },
        { "kind: counter_reset, device: fan-meter", "give in 'points' the points", 5 },
        { "kind: clock_behind, device: fan-meter, by: 0s", "'by' is '0s'", 50 },
        { "kind: wrong_unit, device: fan-meter, answers_as: 256", "'answers_as' is '256'", 56 },
        { "kind: slow, device: fan-meter, delay: 2m", "'delay' is '2m'", 45 },
        { "kind: power_loss, device: fan-meter, starts_up: 2h", "'starts_up' is '2h'", 55 },
    };

    private static Schedule Hourly => new(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Read_AFault_IsWhatItSays(string text, DeviceFault expected)
    {
        var file = With(text);
        Assert.Empty(file.Faults);
        Assert.Equal(expected, file.Scenario!.Faults[^1]);
    }

    [Fact]
    public void Read_PointsAndTimesLeftOut_AreTheProfilesAddressesAndTheWholeRun()
    {
        var drift = Assert.IsType<DeviceFault.Drift>(
            With("kind: drift, device: fan-meter, pct_per_h: -2.5, points: [active_power]").Scenario!.Faults[^1]);
        Assert.Equal([new PointPlace(ModbusTable.InputRegister, 52, 2)], drift.Points);
        Assert.Equal(-2.5, drift.PctPerH);
        Assert.Equal((TimeSpan.Zero, null), (drift.When.First, drift.When.Every));
        Assert.NotNull(drift.When.Current(TimeSpan.FromDays(1000)));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Read_AMistake_IsToldAtItsPlace(string text, string message, int column)
    {
        var file = With(text);
        Assert.Null(file.Scenario);
        var fault = Assert.Single(file.Faults, fault => fault.Message.Contains(message, StringComparison.Ordinal));
        Assert.Equal(("x.yaml", DemoText.Count(letter => letter == '\n') + 1, column), (fault.File, fault.Line, fault.Column));
    }

    // The demonstration's faults stand last in its file.
    private static ScenarioFile With(string fault) => ScenarioFile.Parse("x.yaml", $"{DemoText}  - {{ {fault} }}\n");
}
