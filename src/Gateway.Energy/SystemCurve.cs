namespace Gateway.Energy;

/// <summary>The head that a pipe system asks for: H = static head + k·Q².</summary>
/// <param name="StaticHeadM">The head at no flow, m.</param>
/// <param name="Coefficient">k, m per (m³/s)².</param>
public sealed record SystemCurve(double StaticHeadM, double Coefficient)
{
    /// <summary>The curve of that static head through a design point.</summary>
    public static SystemCurve Through(double flowM3PerS, double headM, double staticHeadM) =>
        new(staticHeadM, (headM - staticHeadM) / (flowM3PerS * flowM3PerS));

    /// <summary>The head at a flow, m.</summary>
    public double HeadM(double flowM3PerS) => StaticHeadM + (Coefficient * flowM3PerS * flowM3PerS);
}
