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

    [Theory]
    [InlineData(0, Quality.NotAvailable)]
    [InlineData(1, Quality.Good)]
    public void Judge_BitThatSpeaksWhenClear_CountsWhenItIsNotSet(double word, Quality quality)
    {
        var meaning = new StatusMeaning([new(0, "held", Quality.NotAvailable, WhenClear: true)], ["a"]);

        Assert.Equal(quality, StatusScreen.Judge(meaning, new Reading(0, default, word, Quality.Good)));
    }

    [Theory]
    [InlineData(0x0000_0000, Quality.DeviceFault)]
    [InlineData(0x003C_0000, Quality.Calibration)]
    [InlineData(0xFF3C_FFFF, Quality.Maintenance)]
    [InlineData(0x8000_003C, Quality.DeviceFault)]
    [InlineData(0x0080_0000, Quality.Good)]
    public void Judge_CodeInAField_CountsBesideTheBits(uint word, Quality quality)
    {
        var codes = new StatusCodes(
            new BitRange(16, 23),
            new Dictionary<ulong, StatusCode> { [0x3C] = new("calibration", Quality.Calibration), [0x80] = new("good", null) },
            new StatusCode("other", Quality.DeviceFault));
        var meaning = new StatusMeaning([new(0, "maintenance", Quality.Maintenance)], ["a"]) { Codes = codes };

        Assert.Equal(quality, StatusScreen.Judge(meaning, new Reading(0, default, word, Quality.Good)));
    }

    [Fact]
    public void Judge_StatusNotRead_PassesItsQualityOn() =>
        Assert.Equal(Quality.Timeout, StatusScreen.Judge(Meaning, new Reading(0, default, double.NaN, Quality.Timeout)));
}
