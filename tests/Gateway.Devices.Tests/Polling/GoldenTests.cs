using Gateway.Core;
using Gateway.Modbus;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Devices.Tests;

/// <summary>For each shipped profile: raw registers in, published fields and values out.</summary>
public sealed class GoldenTests
{
    [Fact]
    public async Task Acs580_RawRegisters_GiveTheDrivesValues()
    {
        const ModbusTable Table = ModbusTable.HoldingRegister;
        var client = new FakeModbusClient()
            .With(3, Table, 3, 0x0637, unchecked((ushort)-15000))
            .With(3, Table, 20201, 0xB71A, 0xFFFD)
            .With(3, Table, 20211, 0x11C6, 0x0000, 0x0B2F, 0x0000)
            .With(3, Table, 20219, 0x01F3, 0x0000, 0xD2F5, 0x0000)
            .With(3, Table, 20227, 0x2710, 0x0001)
            .With(3, Table, 20237, 0x000C, 0x0000, 0x02A3, 0x0000);

        await AssertPoll("abb-acs580", client, new()
        {
            ["vfd,device=d status_word"] = 0x0637,
            ["vfd,device=d actual_value_1_pct"] = -75,
            ["vfd,device=d motor_speed_rpm"] = -1497.34,
            ["vfd,device=d output_frequency_hz"] = 45.5,
            ["vfd,device=d motor_current_a"] = 28.63,
            ["vfd,device=d motor_torque_pct"] = 49.9,
            ["vfd,device=d dc_bus_voltage_v"] = 540.05,
            ["vfd,device=d output_power_kw"] = 755.36,
            ["vfd,device=d energy_high_part_mwh"] = 12,
            ["vfd,device=d energy_low_part_kwh"] = 675,
        });
    }

    [Fact]
    public async Task SimulatedCems_RawRegisters_GiveTheMonitorsValues()
    {
        var client = new FakeModbusClient().With(
            3, ModbusTable.InputRegister, 0,
            0x420A, 0x0000, 0x42F6, 0xE979, 0x40A0, 0x0000, 0x40F0, 0x0000, 0x40D6, 0x6666, 0x4164, 0xCCCD,
            0x42FF, 0x0000, 0xC37A, 0x0000, 0x4128, 0x0000, 0x47C5, 0xE680, 0x0008);

        await AssertPoll("simulated-cems", client, new()
        {
            ["cems,device=d so2_mg_m3"] = 34.5,
            ["cems,device=d no_mg_m3"] = 123.456f,
            ["cems,device=d no2_mg_m3"] = 5,
            ["cems,device=d dust_mg_m3"] = 7.5,
            ["cems,device=d o2_pct"] = 6.7f,
            ["cems,device=d velocity_m_s"] = 14.3f,
            ["cems,device=d temperature_c"] = 127.5,
            ["cems,device=d static_pressure_pa"] = -250,
            ["cems,device=d moisture_pct"] = 10.5,
            ["cems,device=d barometric_pressure_pa"] = 101325,
            ["cems,device=d status"] = 8,
        });
    }

    [Theory]
    [InlineData(0b0001, Quality.Calibration)]
    [InlineData(0b0010, Quality.Maintenance)]
    [InlineData(0b0100, Quality.DeviceFault)]
    public async Task SimulatedCems_StatusBit_MarksEveryValueButTheStatusItself(int status, Quality quality)
    {
        var client = new FakeModbusClient().With(3, ModbusTable.InputRegister, 0, new ushort[18]);
        client.With(3, ModbusTable.InputRegister, 18, 0x47C5, 0xE680, (ushort)status);

        var readings = await Poll("simulated-cems", client);

        Assert.True(readings.Remove("cems,device=d status", out var word));
        Assert.Equal(Quality.Good, word.Quality);
        Assert.Equal(10, readings.Count);
        Assert.All(readings.Values, reading => Assert.Equal(quality, reading.Quality));
    }

    [Fact]
    public async Task Sdm630_EachRegisterPair_GoesToItsField()
    {
        // Every pair holds its own address: a field whose value is another address would have been read from there.
        var client = new FakeModbusClient();
        for (var address = 0; address < 360; address += 2)
        {
            var bits = BitConverter.SingleToUInt32Bits(address);
            client.With(3, ModbusTable.InputRegister, address, (ushort)(bits >> 16), (ushort)bits);
        }

        var readings = await Poll("eastron-sdm630", client);

        Assert.Equal(58, readings.Count);
        AssertValues(readings, new()
        {
            ["voltage_l1_v"] = 0,
            ["current_l3_a"] = 10,
            ["active_power_l1_kw"] = 0.012,
            ["active_power_kw"] = 0.052,
            ["apparent_power_kva"] = 0.056,
            ["reactive_power_kvar"] = 0.060,
            ["power_factor"] = 62,
            ["frequency_hz"] = 70,
            ["energy_import_kwh"] = 72,
            ["reactive_energy_export_kvarh"] = 78,
            ["power_demand_kw"] = 0.084,
            ["voltage_ll_avg_v"] = 206,
            ["thd_current_avg_pct"] = 250,
            ["current_demand_l3_a"] = 262,
            ["energy_total_kwh"] = 342,
            ["energy_export_l3_kwh"] = 356,
        });
        Assert.Equal(Quality.OutOfRange, readings["meter,device=d power_factor"].Quality);
    }

    private static void AssertValues(Dictionary<string, Reading> readings, Dictionary<string, double> values) =>
        Assert.Equal(values, values.ToDictionary(field => field.Key, field => readings[$"meter,device=d {field.Key}"].Value));

    private static async Task AssertPoll(string profile, FakeModbusClient client, Dictionary<string, double> expected)
    {
        var readings = await Poll(profile, client);

        Assert.Equal(expected, readings.ToDictionary(reading => reading.Key, reading => reading.Value.Value));
        Assert.All(readings.Values, reading => Assert.Equal(Quality.Good, reading.Quality));
    }

    private static async Task<Dictionary<string, Reading>> Poll(string profile, FakeModbusClient client)
    {
        var catalog = new Catalog();
        var poller = new DevicePoller("d", 3, ProfileLibrary.Load(ProfileLibrary.ShippedFolder).Profiles[profile], catalog);
        var readings = new List<Reading>();
        await poller.PollAsync(client, new FakeTimeProvider(), readings, TestContext.Current.CancellationToken);
        return readings.ToDictionary(reading => catalog[reading.Series].Key);
    }
}
