using Gateway.Simulators.Faults;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Physics;

public sealed class StackMonitorTests
{
    private static readonly BoilerSystem Boiler = new(1, Demo.Boiler);

    private static StackMonitor Monitor(params DeviceFault[] interruptions) =>
        new(1, Demo.Boiler.Monitor, Boiler, new InterruptionPlan(interruptions, Demo.StartS));

    [Fact]
    public void At_OverManySeconds_IsNoisyButNotBiased()
    {
        var monitor = Monitor();
        var deviations = Enumerable.Range(0, 20_000)
            .Select(s => (monitor.At(Demo.StartS + s).So2MgM3 / Boiler.At(Demo.StartS + s).So2MgM3) - 1.0).ToArray();
        Assert.Equal(0.0, deviations.Average(), 0.0001);
        Assert.Equal(0.003, Math.Sqrt(deviations.Average(d => d * d)), 0.0001);
    }

    [Fact]
    public void At_Channels_AreNoisyEachOnItsOwn()
    {
        var (reading, gas) = (Monitor().At(Demo.StartS), Boiler.At(Demo.StartS));
        Assert.NotEqual(reading.So2MgM3 / gas.So2MgM3, reading.O2Pct / gas.O2Pct, 1e-6);
    }

    [Fact]
    public void At_WithinOneSecond_Stands() => Assert.Equal(Monitor().At(Demo.StartS + 5.01), Monitor().At(Demo.StartS + 5.99));

    [Fact]
    public void At_AnyTime_MeasuresDustInTheWetHotGas()
    {
        var gas = Boiler.At(Demo.StartS);
        Assert.Equal(gas.DustInSituMgM3, Monitor().At(Demo.StartS).DustMgM3, gas.DustInSituMgM3 * 0.02);
    }

    [Fact]
    public void At_WhileItCalibrates_ShowsSpanGasAndTheBit()
    {
        var monitor = Monitor(Calibration);
        var reading = monitor.At(Demo.StartS + 3600.0 + 30.0);
        Assert.Equal(0b0001, reading.Status);
        Assert.Equal((85.0, 60.0, 20.0, 20.9), (reading.So2MgM3, reading.NoMgM3, reading.No2MgM3, reading.O2Pct));
        Assert.NotEqual(0.0, reading.DustMgM3);
    }

    [Theory]
    [InlineData(3599.0, 0)]
    [InlineData(3600.0, 1)]
    [InlineData(4199.0, 1)]
    [InlineData(4200.0, 0)]
    [InlineData(3600.0 + 86_400.0, 1)]
    [InlineData(4200.0 + 86_400.0, 0)]
    public void At_ACalibrationThatComesBack_BeginsAndEndsOnTime(double runningS, int status) =>
        Assert.Equal(status, Monitor(Calibration).At(Demo.StartS + runningS).Status);

    [Fact]
    public void At_AnInterruptionThatHappensOnce_DoesNotComeBack()
    {
        var monitor = Monitor(Calibration with { When = Calibration.When with { Every = null } });
        Assert.Equal(1, monitor.At(Demo.StartS + 3700.0).Status);
        Assert.Equal(0, monitor.At(Demo.StartS + 3700.0 + 86_400.0).Status);
    }

    [Fact]
    public void At_WhileItIsMaintained_StandsStill()
    {
        var monitor = Monitor(Calibration with { Kind = InterruptionKind.Maintenance });
        Assert.Equal(monitor.At(Demo.StartS + 3601.0), monitor.At(Demo.StartS + 4100.0));
        Assert.Equal(0b0010, monitor.At(Demo.StartS + 4100.0).Status);
    }

    [Fact]
    public void At_WhileItIsBroken_ShowsZeroAndTheBit()
    {
        var reading = Monitor(Calibration with { Kind = InterruptionKind.Fault }).At(Demo.StartS + 3601.0);
        Assert.Equal(0b0100, reading.Status);
        Assert.Equal((0.0, 0.0), (reading.So2MgM3, reading.DustMgM3));
    }

    [Fact]
    public void Demo_DoesNotCalibrateInItsFirstHours() =>
        Assert.Equal(0, Monitor([.. Demo.Scenario.Faults]).At(Demo.StartS + (5.9 * 3600.0)).Status);

    private static DeviceFault.Interruption Calibration => new(
        "monitor",
        new Schedule(TimeSpan.FromHours(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(24)),
        InterruptionKind.Calibration);
}
