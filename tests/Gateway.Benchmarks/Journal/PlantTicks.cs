using Gateway.Core;

namespace Gateway.Benchmarks.Journal;

/// <summary>
/// 1,000 slowly changing values, once a second, as devices give them: registers with one decimal, 32-bit floats, counters and states.
/// One in five moves in a second.
/// </summary>
internal sealed class PlantTicks
{
    public const int Values = 1000;
    private const int ValuesOfADevice = 20;

    private static readonly DateTimeOffset Begin = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly Random random = new(1);
    private readonly double[] raw = [.. Enumerable.Range(0, Values).Select(series => 1000.0 + series)];
    private int second;

    public PlantTicks()
    {
        for (var series = 0; series < Values; series++)
        {
            Catalog.Add(new Series(
                "meter", [new Tag("device", $"d{series / ValuesOfADevice}")], $"value_{series % ValuesOfADevice}", "kW"));
        }
    }

    public Catalog Catalog { get; } = new();

    /// <summary>The next second's; a device's values come with one reply.</summary>
    public Tick Next()
    {
        var now = Begin.AddSeconds(second++);
        var readings = new Reading[Values];
        for (var series = 0; series < Values; series++)
        {
            if (random.Next(5) == 0)
            {
                raw[series] += random.Next(-3, 4);
            }

            readings[series] = new Reading(series, now.AddMilliseconds(10 * (series / ValuesOfADevice)), ValueOf(series), Quality.Good);
        }

        return new Tick(readings, [], default);
    }

    private double ValueOf(int series) => (series % 10) switch
    {
        < 6 => raw[series] / 10,
        < 8 => (float)(raw[series] * 0.0173f),
        8 => (second * 7L + series * 100_000L) / 100.0,
        _ => series % 4,
    };
}
