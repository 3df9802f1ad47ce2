namespace Gateway.Energy;

/// <summary>
/// An induction motor's efficiency on the mains over its load, from two points of the data sheet: losses over rated power
/// l(p) = v0 + vL·p², so that η(p) = p/(p + l(p)) (the interpolation of IEC 60034-31).
/// </summary>
public sealed class MotorEfficiency
{
    // Beyond these loads two points say nothing about a motor.
    private const double SmallestLoad = 0.05;
    private const double LargestLoad = 1.5;

    private readonly double constantLoss;
    private readonly double loadLoss;

    private MotorEfficiency(double constantLoss, double loadLoss) => (this.constantLoss, this.loadLoss) = (constantLoss, loadLoss);

    /// <summary>The motor of two efficiencies, or null where no motor has both.</summary>
    /// <param name="fullLoad">At rated power, 0..1.</param>
    /// <param name="threeQuarterLoad">At three quarters of rated power, 0..1.</param>
    public static MotorEfficiency? Of(double fullLoad, double threeQuarterLoad)
    {
        var full = (1 / fullLoad) - 1;
        var load = (full - (0.75 * ((1 / threeQuarterLoad) - 1))) / 0.4375;
        return load > 0 && full - load > 0 ? new MotorEfficiency(full - load, load) : null;
    }

    /// <summary>The efficiency at a load, shaft power over rated power, which is taken to be within 0.05 and 1.5.</summary>
    public double At(double load)
    {
        var p = Math.Clamp(load, SmallestLoad, LargestLoad);
        return p / (p + constantLoss + (loadLoss * p * p));
    }
}
