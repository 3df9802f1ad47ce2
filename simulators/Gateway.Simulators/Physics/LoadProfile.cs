namespace Gateway.Simulators.Physics;

/// <summary>How much of its capacity a plant is asked for, over time: a working day, and what varies around it.</summary>
public sealed class LoadProfile
{
    private const double SecondsPerDay = 86_400.0;
    private static readonly TimeSpan Fastest = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Slowest = TimeSpan.FromHours(6);

    private readonly LoadScenario scenario;
    private readonly SmoothNoise noise;

    /// <summary>A profile of its own for each seed and name.</summary>
    public LoadProfile(ulong seed, string name, LoadScenario scenario)
    {
        this.scenario = scenario;
        noise = new SmoothNoise(seed, name, Fastest, Slowest);
    }

    /// <summary>The demand, above 0 and below 1, smooth in time.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public double At(double timeS)
    {
        // Added on the scale of log odds, where no sum leaves 0..1, so nothing needs cutting off and no kink arises.
        var level = Level(timeS);
        return 1.0 / (1.0 + Math.Exp(-Math.Log(level / (1.0 - level)) - (scenario.Variation * noise.At(timeS))));
    }

    /// <summary>The level of the day without its variation.</summary>
    private double Level(double timeS)
    {
        var localS = timeS + scenario.UtcOffset.TotalSeconds;
        var day = Math.Floor(localS / SecondsPerDay);
        var timeOfDayS = localS - (day * SecondsPerDay);
        var rampS = scenario.Ramp.TotalSeconds;
        var started = SmoothNoise.Ease((timeOfDayS - scenario.DayStart.TotalSeconds) / rampS);
        var ended = SmoothNoise.Ease((timeOfDayS - scenario.DayEnd.TotalSeconds) / rampS);
        var weight = IsWeekend(day) ? scenario.WeekendFactor : 1.0;
        return scenario.NightLevel + ((scenario.DayLevel - scenario.NightLevel) * weight * (started - ended));
    }

    // 1970-01-01 was a Thursday.
    private static bool IsWeekend(double day) => ((((long)day % 7) + 7) % 7) is 2 or 3;
}
