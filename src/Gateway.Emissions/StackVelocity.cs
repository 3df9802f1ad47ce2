namespace Gateway.Emissions;

/// <summary>The gas' velocity in the stack, m/s.</summary>
public static class StackVelocity
{
    /// <summary>
    /// Vp = Kp · √(2·Pd/ρ) (GB/T 16157-1996): the velocity at a pitot tube. Zero for a dynamic pressure that is not positive, as
    /// under a probe's purge or with its lines reversed.
    /// </summary>
    /// <param name="coefficient">Kp from the tube's certificate, about 0.84 for type S.</param>
    /// <param name="dynamicPressurePa">Pd. To average, average √Pd and not Pd.</param>
    /// <param name="densityKgPerM3">The gas' actual density.</param>
    public static double PitotMPerS(double coefficient, double dynamicPressurePa, double densityKgPerM3) =>
        dynamicPressurePa > 0 ? coefficient * Math.Sqrt(2 * dynamicPressurePa / densityKgPerM3) : 0;

    /// <summary>Vs = Kv · Vp (HJ 212-2017 D.2 eq. 29): the mean over the section from the velocity at the instrument.</summary>
    /// <param name="fieldCoefficient">Kv, from parallel runs with the reference method.</param>
    /// <param name="measuredMPerS">Vp.</param>
    public static double SectionMeanMPerS(double fieldCoefficient, double measuredMPerS) => fieldCoefficient * measuredMPerS;
}
