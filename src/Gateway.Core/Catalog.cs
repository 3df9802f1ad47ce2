using System.Collections;

namespace Gateway.Core;

/// <summary>
/// The series of this installation, in a fixed order: a reading names its series by its place here.
/// Filled once when the gateway is put together; afterwards only read.
/// </summary>
public sealed class Catalog : IReadOnlyList<Series>
{
    private readonly List<Series> series = [];
    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);

    /// <summary>How many series there are.</summary>
    public int Count => series.Count;

    /// <summary>The series at an index.</summary>
    public Series this[int index] => series[index];

    /// <summary>Adds a series and returns its index.</summary>
    /// <exception cref="ArgumentException">A series of that key is there already.</exception>
    public int Add(Series added)
    {
        indexes.Add(added.Key, series.Count);
        series.Add(added);
        return series.Count - 1;
    }

    /// <summary>The index of the series with that <see cref="Series.Key"/>, or null.</summary>
    public int? Find(string key) => indexes.TryGetValue(key, out var index) ? index : null;

    /// <inheritdoc/>
    public IEnumerator<Series> GetEnumerator() => series.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
