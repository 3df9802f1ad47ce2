using CsCheck;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Physics;

public sealed class SupplyLineTests
{
    private static readonly SupplyLine Line = new(1, Demo.Fan.Motor.RatedKw, Demo.Fan.Meter.NominalVoltageV);
    private static readonly Gen<(double LineKw, double TimeS)> Loads = Gen.Select(Gen.Double[0.5, 50.0], Gen.Double[1.5e9, 2.5e9]);

    [Fact]
    public void At_AnyLoad_ThePhasesMakeUpTheWhole() =>
        Loads.Sample(load => Math.Abs(Line.At(load.LineKw, load.TimeS).ActiveKw - load.LineKw) < 1e-9);

    [Fact]
    public void At_AnyLoad_EachPhaseIsConsistent() => Loads.Sample(load =>
    {
        var line = Line.At(load.LineKw, load.TimeS);
        return new[] { line.L1, line.L2, line.L3 }.All(phase =>
            Math.Abs((phase.VoltageV * phase.CurrentA / 1000.0) - phase.ApparentKva) < 1e-9
            && Math.Abs(Math.Sqrt((phase.ActiveKw * phase.ActiveKw) + (phase.ReactiveKvar * phase.ReactiveKvar)) - phase.ApparentKva) < 1e-9
            && phase.PowerFactor is > 0.7 and < 0.95
            && phase.VoltageV is > 220.0 and < 237.0);
    });

    [Fact]
    public void At_LessLoad_DistortsMoreAndLowersThePowerFactor()
    {
        var full = Line.At(45.0, 1.7e9);
        var light = Line.At(5.0, 1.7e9);
        Assert.True(light.CurrentDistortionPct > full.CurrentDistortionPct);
        Assert.True(light.PowerFactor < full.PowerFactor);
        Assert.Equal(0.98 / Math.Sqrt(1.0 + (0.38 * 0.38)), full.PowerFactor, 1e-9);
    }

    [Fact]
    public void BetweenV_OfEqualPhases_IsRootThreeTimesAsMuch()
    {
        var phase = new PhaseState(230.0, 1.0, 1.2);
        Assert.Equal(398.3717, LineState.BetweenV(phase, phase), 1e-4);
    }
}
