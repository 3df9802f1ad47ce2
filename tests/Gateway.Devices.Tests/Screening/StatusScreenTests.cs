using Gateway.Core;

namespace Gateway.Devices.Tests;

public sealed class StatusScreenTests
{
    private static readonly StatusMeaning Meaning = new(
        [
            new(0, "calibration", Quality.Calibration),
            new(1, "maintenance", Quality.Maintenance),
            new(15, "fault", Quality.DeviceFault),
            new(3, "source_stopped", null),
        ],
        ["a"]);

    [Theory]
    [InlineData(0b0000, Quality.Good)]
    [InlineData(0b0100, Quality.Good)]
    [InlineData(0b1000, Quality.Good)]
    [InlineData(0b0001, Quality.Calibration)]
    [InlineData(0b1011, Quality.Maintenance)]
    [InlineData(0x8001, Quality.DeviceFault)]
    public void Judge_Bits_TheWorstSetOneCounts(double word, Quality quality) =>
        Assert.Equal(quality, StatusScreen.Judge(Meaning, new Reading(0, default, word, Quality.Good)));

    [Fact]
    public void Judge_StatusNotRead_PassesItsQualityOn() =>
        Assert.Equal(Quality.Timeout, StatusScreen.Judge(Meaning, new Reading(0, default, double.NaN, Quality.Timeout)));
}
