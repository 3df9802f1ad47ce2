using Gateway.Core;

namespace Gateway.Pipeline;

/// <summary>The newest recorded reading of each series. One writer, any number of readers.</summary>
internal sealed class LatestValues
{
    private readonly Lock gate = new();
    private Reading[] latest = [];

    public LatestValues(Catalog catalog) => Grow(catalog);

    /// <summary>Makes room for the series of a catalog that continues the one before.</summary>
    public void Grow(Catalog catalog)
    {
        lock (gate)
        {
            var known = latest.Length;
            Array.Resize(ref latest, catalog.Count);
            for (var series = known; series < latest.Length; series++)
            {
                latest[series] = new Reading(series, DateTimeOffset.UnixEpoch, double.NaN, Quality.NoData);
            }
        }
    }

    public void Take(Tick tick)
    {
        lock (gate)
        {
            Take(tick.Readings);
            Take(tick.Results);
        }
    }

    public Reading Of(int series)
    {
        lock (gate)
        {
            return latest[series];
        }
    }

    private void Take(IReadOnlyList<Reading> readings)
    {
        foreach (var reading in readings)
        {
            latest[reading.Series] = reading;
        }
    }
}
