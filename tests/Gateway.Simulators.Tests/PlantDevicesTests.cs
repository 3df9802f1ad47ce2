using Gateway.Modbus;
using Gateway.Simulators.Tests.Registers;

namespace Gateway.Simulators.Tests;

public sealed class PlantDevicesTests
{
    [Fact]
    public void Reads_SameSeedAndInstant_AreTheSameBytes() => Assert.Equal(Image(Demo.Scenario), Image(Demo.Scenario));

    [Fact]
    public void Reads_AnotherSeed_AreOthers() => Assert.NotEqual(Image(Demo.Scenario), Image(Demo.Scenario with { Seed = 2 }));

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void Answer_AUnitThatIsNotThere_StaysSilent(byte unit)
    {
        var devices = new PlantDevices(Demo.Scenario, Demo.Start);
        Assert.False(devices.Has(DeviceWire.Serial, unit));
        var request = new ReadRequest(unit, ModbusTable.InputRegister, 0, 2);
        Assert.Equal(Reply.Silent, devices.Answer(DeviceWire.Serial, Demo.Start, request, new byte[4]));
    }

    [Fact]
    public void Answer_TheDrivesUnitOnTcp_StaysSilent()
    {
        var request = new ReadRequest(RegisterReads.DriveUnit, ModbusTable.InputRegister, 0, 2);
        var devices = new PlantDevices(Demo.Scenario, Demo.Start);
        Assert.Equal(Reply.Silent, devices.Answer(DeviceWire.Tcp, Demo.Start, request, new byte[4]));
    }

    /// <summary>
    /// What a gateway can at best make of the registers: the load from readings once a second, by the formulas of HJ 212-2017 annex D,
    /// is the truth within the monitor's noise.
    /// </summary>
    [Fact]
    public void Monitor_ReadEverySecond_AddsUpToTheTruth()
    {
        var devices = new PlantDevices(Demo.Scenario, Demo.Start);
        var (so2Kg, noxKg, dustKg) = (0.0, 0.0, 0.0);
        for (var second = 0; second < 3600; second++)
        {
            var map = RegisterReads.Monitor(devices, Demo.Start + TimeSpan.FromSeconds(second), 0, 20);
            double Value(int address) => RegisterReads.Abcd(map.AsSpan(address * 2, 4));
            var standard = 273.15 / (273.15 + Value(12)) * ((Value(18) + Value(14)) / 101325.0);
            var dryM3S = 1.539 * Value(10) * standard * (1.0 - (Value(16) / 100.0));
            so2Kg += Value(0) * dryM3S / 1e6;
            noxKg += ((Value(2) * 46.0 / 30.0) + Value(4)) * dryM3S / 1e6;
            dustKg += Value(6) / standard / (1.0 - (Value(16) / 100.0)) * dryM3S / 1e6;
        }

        var until = Demo.Start + TimeSpan.FromHours(1);
        Assert.Equal(1.0, so2Kg / devices.Truth.LoadKg("boiler-1", Pollutant.So2, Demo.Start, until), 0.001);
        Assert.Equal(1.0, noxKg / devices.Truth.LoadKg("boiler-1", Pollutant.Nox, Demo.Start, until), 0.001);
        Assert.Equal(1.0, dustKg / devices.Truth.LoadKg("boiler-1", Pollutant.Dust, Demo.Start, until), 0.001);
    }

    /// <summary>The saving from the meter's counter and the drive's speed, as a gateway sees them, is the truth.</summary>
    [Fact]
    public void DriveAndMeter_ReadEverySecond_AddUpToTheSaving()
    {
        var devices = new PlantDevices(Demo.Scenario, Demo.Start);
        var baselineKwh = Enumerable.Range(0, 3600).Sum(second =>
        {
            var speed = RegisterReads.Cdab(RegisterReads.Drive(devices, Demo.Start + TimeSpan.FromSeconds(second + 0.5), 20201, 2));
            var flow = speed / 100.0 / 1480.0;
            return 43.4 * (0.37073425 + (0.97250253 * flow) - (0.34240761 * flow * flow)) / 3600.0;
        });
        var until = Demo.Start + TimeSpan.FromHours(1);
        var lineKwh = Import(devices, until) - Import(devices, Demo.Start);
        Assert.Equal(devices.Truth.SavedKwh("fan", Demo.Start, until), baselineKwh - lineKwh, 0.03);
    }

    private static float Import(PlantDevices devices, DateTimeOffset at) => RegisterReads.Abcd(RegisterReads.Meter(devices, at, 72, 2));

    private static byte[] Image(Scenario scenario)
    {
        var devices = new PlantDevices(scenario, Demo.Start);
        var at = Demo.Start + TimeSpan.FromMinutes(20);
        return
        [
            .. RegisterReads.Meter(devices, at, 0, 60),
            .. RegisterReads.Drive(devices, at, 20211, 4),
            .. RegisterReads.Monitor(devices, at, 0, 21),
        ];
    }
}
