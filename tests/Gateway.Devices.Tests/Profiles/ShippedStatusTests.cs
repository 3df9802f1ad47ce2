using Gateway.Core;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Devices.Tests;

/// <summary>What the analysers of the library say about their values becomes the values' quality.</summary>
public sealed class ShippedStatusTests
{
    private const byte Unit = 1;

    [Theory]
    [InlineData("malfunction", 1, Quality.DeviceFault)]
    [InlineData("maintenance", 1, Quality.Maintenance)]
    [InlineData("out_of_specification", 1, Quality.OutOfRange)]
    [InlineData("values_live", 0, Quality.NotAvailable)]
    [InlineData("zero_running", 1, Quality.Calibration)]
    [InlineData("span_check_running", 1, Quality.Calibration)]
    [InlineData("calibration_running_any", 1, Quality.Calibration)]
    [InlineData("maintenance_request", 1, Quality.Good)]
    public async Task Marsic300_Flag_MarksTheConcentrations(string flag, ushort value, Quality quality)
    {
        var readings = await Poll("sick-marsic300", point => point.Name == flag ? value : (ushort)(point.Name == "values_live" ? 1 : 0));

        Assert.Equal(quality, readings["so2"]);
        Assert.Equal(quality, readings["o2"]);
        Assert.Equal(Quality.Good, readings["active_sampling_point"]);
    }

    [Theory]
    [InlineData(0x0080, Quality.Good)]
    [InlineData(0x0068, Quality.Good)]
    [InlineData(0x0000, Quality.NotAvailable)]
    [InlineData(0x1278, Quality.NotAvailable)]
    [InlineData(0x003C, Quality.Calibration)]
    [InlineData(0x003F, Quality.Maintenance)]
    [InlineData(0x0024, Quality.DeviceFault)]
    public async Task Ga700_QualityByteOfAComponent_MarksItsValueAlone(int firstRegister, Quality quality)
    {
        var readings = await Poll(
            "siemens-siprocess-ga700", point => (ushort)(point.Name == "component_2_status" ? firstRegister : 0x0080));

        Assert.Equal(quality, readings["component_2_value"]);
        Assert.Equal(Quality.Good, readings["component_1_value"]);
    }

    [Theory]
    [InlineData(0b0_0000_0000, Quality.Good)]
    [InlineData(0b0_0000_0001, Quality.DeviceFault)]
    [InlineData(0b0_0000_0010, Quality.Good)]
    [InlineData(0b0_0000_0100, Quality.Maintenance)]
    [InlineData(0b1_0000_0000, Quality.Calibration)]
    public async Task Gm32_StatusOfAComponent_MarksItsValueAlone(int word, Quality quality)
    {
        var readings = await Poll("sick-gm32", point => (ushort)(point.Name == "component_3_status" ? word : 0));

        Assert.Equal(quality, readings["component_3_value"]);
        Assert.Equal(Quality.Good, readings["component_1_value"]);
    }

    [Theory]
    [InlineData(1, 1, Quality.Good)]
    [InlineData(0, 1, Quality.DeviceFault)]
    [InlineData(1, 0, Quality.NotAvailable)]
    public async Task Hmt330_FaultAndOnlineStatus_MarkTheValues(int fault, int online, Quality quality)
    {
        var readings = await Poll(
            "vaisala-hmt330", point => (ushort)(point.Name switch { "fault_status" => fault, "online_status" => online, _ => 0 }));

        Assert.Equal(quality, readings["temperature_c"]);
    }

    // Every point's first register is given, the others and the gaps hold 0.
    private static async Task<Dictionary<string, Quality>> Poll(string name, Func<PointProfile, ushort> firstRegister)
    {
        var profile = ProfileLibrary.Load(ProfileLibrary.ShippedFolder).Profiles[name];
        var client = new FakeModbusClient();
        foreach (var point in profile.Points)
        {
            client.With(Unit, point.Table, point.Address, new ushort[point.Size + profile.Limits.MaxGap]);
        }

        foreach (var point in profile.Points)
        {
            client.With(Unit, point.Table, point.Address, firstRegister(point));
        }

        var catalog = new Catalog();
        var readings = new List<Reading>();
        await new DevicePoller("d", Unit, profile, catalog)
            .PollAsync(client, new FakeTimeProvider(), readings, TestContext.Current.CancellationToken);
        return readings.ToDictionary(reading => catalog[reading.Series].Key.Split(' ')[1], reading => reading.Quality);
    }
}
