namespace Gateway.Energy;

/// <summary>
/// A centrifugal pump by its curves at rated speed: head H = a - b·Q², efficiency a parabola around the best point. At another speed
/// s = n/n₀ the head is s²·a - b·Q² and the efficiency that of the homologous flow Q/s.
/// </summary>
/// <param name="ShutOffHeadM">a: the head at no flow and rated speed, m.</param>
/// <param name="HeadCoefficient">b, m per (m³/s)².</param>
/// <param name="BestEfficiency">The efficiency at the best point, 0..1.</param>
/// <param name="BestFlowM3PerS">The flow of the best point at rated speed, m³/s.</param>
public sealed record CentrifugalPump(double ShutOffHeadM, double HeadCoefficient, double BestEfficiency, double BestFlowM3PerS)
{
    /// <summary>Density of water at 20 °C, kg/m³.</summary>
    public const double WaterKgPerM3 = 998.2;

    /// <summary>Standard gravity, m/s².</summary>
    public const double Gravity = 9.80665;

    /// <summary>The head at a flow and rated speed, m: what a throttled pump gives.</summary>
    public double HeadM(double flowM3PerS) => ShutOffHeadM - (HeadCoefficient * flowM3PerS * flowM3PerS);

    /// <summary>The speed ratio below which the pump lifts nothing against a static head.</summary>
    public double SmallestSpeedRatio(double staticHeadM) => Math.Sqrt(staticHeadM / ShutOffHeadM);

    /// <summary>The speed ratio at which the pump drives a flow through a system without throttling.</summary>
    public double SpeedRatio(double flowM3PerS, SystemCurve system) =>
        Math.Sqrt((system.HeadM(flowM3PerS) + (HeadCoefficient * flowM3PerS * flowM3PerS)) / ShutOffHeadM);

    /// <summary>The flow at a speed ratio without throttling, m³/s; null at a speed that lifts nothing against the static head.</summary>
    public double? FlowM3PerS(double speedRatio, SystemCurve system)
    {
        var square = ((speedRatio * speedRatio * ShutOffHeadM) - system.StaticHeadM) / (system.Coefficient + HeadCoefficient);
        return speedRatio > 0 && square >= 0 ? Math.Sqrt(square) : null;
    }

    /// <summary>The efficiency at a flow and a speed ratio, 0..1 within the parabola.</summary>
    public double Efficiency(double flowM3PerS, double speedRatio)
    {
        var distance = ((flowM3PerS / speedRatio) - BestFlowM3PerS) / BestFlowM3PerS;
        return BestEfficiency * (1 - (distance * distance));
    }

    /// <summary>Shaft power at rated speed with the flow throttled by a valve, kW.</summary>
    public double ThrottledPowerKw(double flowM3PerS) => HydraulicKw(flowM3PerS, HeadM(flowM3PerS)) / Efficiency(flowM3PerS, 1);

    /// <summary>Shaft power at the speed that just drives the flow through the system, kW.</summary>
    public double VariableSpeedPowerKw(double flowM3PerS, SystemCurve system) =>
        HydraulicKw(flowM3PerS, system.HeadM(flowM3PerS)) / Efficiency(flowM3PerS, SpeedRatio(flowM3PerS, system));

    private static double HydraulicKw(double flowM3PerS, double headM) => WaterKgPerM3 * Gravity * flowM3PerS * headM / 1000;
}
