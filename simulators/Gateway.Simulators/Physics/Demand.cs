namespace Gateway.Simulators.Physics;

/// <summary>
/// A meter's demand: the mean over the last quarter of an hour, formed anew every minute, and the largest so far.
/// Safe to read from several connections.
/// </summary>
/// <param name="value">What the mean is taken of.</param>
/// <param name="startS">When the meter was switched on, seconds since 1970-01-01 UTC.</param>
internal sealed class Demand(Func<double, double> value, double startS)
{
    /// <summary>The period the mean covers, s.</summary>
    public const double PeriodS = 900.0;

    private const double StepS = 60.0;
    private readonly Lock gate = new();
    private readonly Counter now = new(value, startS, 0.0);
    private readonly Counter before = new(value, startS, 0.0);
    private long step;
    private double last;
    private double largest;

    /// <summary>The demand and the largest so far; 0 in the first minute. What was before the start counts as zero.</summary>
    public (double Last, double Largest) At(double timeS)
    {
        var target = Math.Max(0, (long)Math.Floor((timeS - startS) / StepS));
        lock (gate)
        {
            if (target < step)
            {
                (step, last, largest) = (0, 0.0, 0.0);
            }

            while (step < target)
            {
                step++;
                var stepS = startS + (step * StepS);
                last = (now.At(stepS) - before.At(stepS - PeriodS)) / PeriodS;
                largest = Math.Max(largest, last);
            }

            return (last, largest);
        }
    }
}
