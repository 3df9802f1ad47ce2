namespace Gateway.Core;

/// <summary>A tick as it stands in the journal.</summary>
/// <param name="Seq">Its sequence number.</param>
/// <param name="Catalog">The catalog that numbers its series; one object for all ticks of one catalog.</param>
/// <param name="Tick">The tick.</param>
public readonly record struct RecordedTick(long Seq, Catalog Catalog, Tick Tick)
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
