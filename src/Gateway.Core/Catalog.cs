using System.Collections;

namespace Gateway.Core;

/// <summary>
/// The series of this installation, in a fixed order: a reading names its series by its place here.
/// Filled once when the gateway is put together; afterwards only read. Where the installation changes while it runs, a new catalog
/// continues the old one.
/// </summary>
public sealed class Catalog : IReadOnlyList<Series>
{
    private readonly List<Series> series = [];
    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);

    // Places that the catalog before gave and that nobody has asked for again.
    private readonly Dictionary<string, int> vacant = new(StringComparer.Ordinal);

    /// <summary>An empty catalog.</summary>
    public Catalog()
    {
    }

    /// <summary>
    /// A catalog that continues another: a series that is added again gets the place it had, a new one a place behind all others. A place
    /// that nobody asks for stays taken, so that readings under way still mean what they meant, but is not found any more.
    /// </summary>
    public Catalog(Catalog before)
    {
        foreach (var known in before)
        {
            vacant.Add(known.Key, series.Count);
            series.Add(known);
        }
    }

    /// <summary>How many series there are.</summary>
    public int Count => series.Count;

    /// <summary>The series at an index.</summary>
    public Series this[int index] => series[index];

    /// <summary>Adds a series and returns its index.</summary>
    /// <exception cref="ArgumentException">A series of that key is there already.</exception>
    public int Add(Series added)
    {
        if (vacant.Remove(added.Key, out var place))
        {
            indexes.Add(added.Key, place);
            series[place] = added;
            return place;
        }

        indexes.Add(added.Key, series.Count);
        series.Add(added);
        return series.Count - 1;
    }

    /// <summary>Asks again for the series at a place of the catalog that this one continues.</summary>
    /// <exception cref="ArgumentException">It was asked for already.</exception>
    public void Keep(int place) => Add(series[place]);

    /// <summary>The index of the series with that <see cref="Series.Key"/>, or null.</summary>
    public int? Find(string key) => indexes.TryGetValue(key, out var index) ? index : null;

    /// <inheritdoc/>
    public IEnumerator<Series> GetEnumerator() => series.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
