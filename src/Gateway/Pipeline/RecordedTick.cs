using Gateway.Core;

namespace Gateway.Pipeline;

/// <summary>A tick as the journal keeps it.</summary>
/// <param name="Seq">Its sequence number.</param>
/// <param name="Tick">What was recorded.</param>
/// <param name="Catalog">The catalog of that time: what the readings' series indexes mean.</param>
internal sealed record RecordedTick(long Seq, Tick Tick, Catalog Catalog)
{
    /// <summary>The tick with its series in terms of another catalog; readings of series that are not there are left out.</summary>
    public Tick In(Catalog other)
    {
        if (ReferenceEquals(Catalog, other))
        {
            return Tick;
        }

        var index = Catalog.Select(series => other.Find(series.Key)).ToArray();
        return Tick with { Readings = Translate(Tick.Readings, index), Results = Translate(Tick.Results, index) };
    }

    private static List<Reading> Translate(IReadOnlyList<Reading> readings, int?[] index) =>
        [.. from reading in readings
            let series = index[reading.Series]
            where series is not null
            select reading with { Series = series.Value }];
}
