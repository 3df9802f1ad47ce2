using Gateway.Core;

namespace Gateway.History;

/// <summary>What a series' readings in one period came to.</summary>
/// <param name="Start">The period's begin.</param>
/// <param name="Count">How many readings there were.</param>
/// <param name="GoodCount">How many of them were good; only these are in minimum, maximum and sum.</param>
/// <param name="Min">NaN without a good reading, as are the next two.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Sum">Divided by <paramref name="GoodCount"/> it is the mean.</param>
/// <param name="Last">The value of the latest reading, whatever its quality.</param>
/// <param name="LastTime">When that was.</param>
/// <param name="LastQuality">Its quality.</param>
public readonly record struct Rollup(
    DateTimeOffset Start,
    long Count,
    long GoodCount,
    double Min,
    double Max,
    double Sum,
    double Last,
    DateTimeOffset LastTime,
    Quality LastQuality)
{
    /// <summary>The mean of the good readings; NaN where there are none.</summary>
    public double Mean => Sum / GoodCount;

    internal static Rollup Empty(DateTimeOffset start) =>
        new(start, 0, 0, double.NaN, double.NaN, double.NaN, double.NaN, DateTimeOffset.MinValue, Quality.NoData);

    internal Rollup Add(in Reading reading)
    {
        var more = this with { Count = Count + 1 };
        if (reading.Time >= LastTime)
        {
            more = more with { Last = reading.Value, LastTime = reading.Time, LastQuality = reading.Quality };
        }

        if (!reading.Quality.IsGood || !double.IsFinite(reading.Value))
        {
            return more;
        }

        return GoodCount == 0
            ? more with { GoodCount = 1, Min = reading.Value, Max = reading.Value, Sum = reading.Value }
            : more with
            {
                GoodCount = GoodCount + 1,
                Min = Math.Min(Min, reading.Value),
                Max = Math.Max(Max, reading.Value),
                Sum = Sum + reading.Value,
            };
    }
}
