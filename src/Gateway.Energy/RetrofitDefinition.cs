using Gateway.Core;

namespace Gateway.Energy;

/// <summary>
/// A machine that got a variable-speed drive, and what it would take from the line without one. The baseline follows from one driver,
/// which stands for the flow: the motor's speed, or the flow itself.
/// </summary>
public abstract record RetrofitDefinition
{
    /// <summary>The retrofit's name, unique in the gateway, of the letters a tag may have.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Two power readings further apart leave out the time between them. Up to <see cref="Integrator.LongestGap"/>;
    /// see <see cref="Integrator.LargestGapFor"/>.
    /// </summary>
    public TimeSpan LargestGap { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>An older driver is stale. Must be longer than its poll interval.</summary>
    public TimeSpan LargestDriverAge { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The unit in which <see cref="BaselineAt"/> takes the driver.</summary>
    public abstract string DriverUnit { get; }

    /// <summary>
    /// The baseline power in kW at the instant of <paramref name="powerKw"/>, of the worse quality of the two inputs and
    /// <see cref="Quality.OutOfRange"/> where nothing may be claimed.
    /// </summary>
    /// <param name="powerKw">The measured line-side power.</param>
    /// <param name="driver">The driver as it stands at that instant, in <see cref="DriverUnit"/>.</param>
    public Sample BaselineAt(Sample powerKw, Sample driver)
    {
        var quality = powerKw.Quality.Worst(driver.Quality);
        if (!quality.IsUsable)
        {
            return Sample.Missing(powerKw.Time, quality);
        }

        return BaselineKw(powerKw.Value, driver.Value) is { } baselineKw
            ? new Sample(powerKw.Time, baselineKw, quality)
            : Sample.Missing(powerKw.Time, Quality.OutOfRange);
    }

    /// <summary>Throws for a definition that no calculation can be made of.</summary>
    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LargestGap, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LargestGap, Integrator.LongestGap);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LargestDriverAge, TimeSpan.Zero);
        CheckMachine();
    }

    /// <summary>Throws for numbers that no machine has.</summary>
    private protected abstract void CheckMachine();

    /// <summary>The baseline power, kW, or null where nothing may be claimed.</summary>
    private protected abstract double? BaselineKw(double powerKw, double driver);

    private protected static void ThrowUnlessPositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, value, "Give a number above 0.");
        }
    }
}
