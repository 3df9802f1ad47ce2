using Gateway.Core;

namespace Gateway.Devices.Tests;

public sealed class StuckRuleTests
{
    private const Quality Good = Quality.Good;
    private const Quality Stuck = Quality.Stuck;
    private const string Dust = "  dust: {address: 0, type: float32, unit: mg/m3, stuck_after: 3s";

    [Fact]
    public void Screen_AStandstill_IsMarkedFromItsLengthOnUntilItMoves() =>
        Assert.Equal([Good, Good, Good, Stuck, Stuck, Good, Good], Device("").Row(5, 5, 5, 5, 5, 5.1f, 5.1f));

    [Fact]
    public void Screen_JustBelowItsLength_IsNotMarked()
    {
        var device = Device("");
        device.Poll(0, 5);

        Assert.Equal(Good, device.Poll(2.999, 5)[0].Quality);
        Assert.Equal(Stuck, device.Poll(3, 5)[0].Quality);
    }

    [Fact]
    public void Screen_WithinTheBand_IsTheSameAndASlowDriftLeavesIt()
    {
        Assert.Equal([Good, Good, Good, Stuck], Device(", stuck_band: 0.5").Row(5, 5.5, 4.5, 5.25));
        Assert.All(Device(", stuck_band: 0.5").Row(5, 5.3, 5.6, 5.9, 6.2, 6.5, 6.8), quality => Assert.Equal(Good, quality));
    }

    [Fact]
    public void Screen_AValueThatIsExcepted_MayStandForEver()
    {
        var qualities = Device(", stuck_except: [0]").Row(0, 0, 0, 0, 0, 0, 7, 7, 7, 7);

        Assert.Equal(6, qualities.AsSpan(0, 6).Count(Good));
        Assert.Equal([Good, Good, Good, Stuck], qualities[6..]);
    }

    [Fact]
    public void Screen_TimeWithoutAnswer_DoesNotCountButDoesNotAbsolve() => Assert.Equal(
        [Good, Good, Quality.Timeout, Quality.Timeout, Quality.Timeout, Quality.Timeout, Good, Good, Stuck],
        Device("").Row(5, 5, double.NaN, double.NaN, double.NaN, double.NaN, 5, 5, 5));

    [Fact]
    public void Screen_AValueHeldDuringCalibration_IsNotStuck()
    {
        var device = ScreenedDevice.Of(
            Dust + "}\n  status: {address: 9, type: bits16, bits: {0: {name: calibration, quality: calibration}}}\n");
        for (var second = 0; second < 60; second++)
        {
            Assert.Equal(Quality.Calibration, device.Poll(second, 5, 1)[0].Quality);
        }

        Assert.Equal(Good, device.Poll(60, 5, 0)[0].Quality);
    }

    [Fact]
    public void Screen_NoRule_LetsAnyValueStand() => Assert.All(
        ScreenedDevice.Of("  setpoint: {address: 0, type: float32}\n").Row([.. Enumerable.Repeat(50.0, 1000)]),
        quality => Assert.Equal(Good, quality));

    private static ScreenedDevice Device(string more) => ScreenedDevice.Of(Dust + more + "}\n");
}
