using Gateway.Core;

namespace Gateway.Influx;

/// <summary>Readings sorted into points, in order of first appearance: each point is a chain of indexes into the readings.</summary>
internal sealed class PointChains
{
    private const int End = -1;
    private readonly int[] next;

    private PointChains(int count) => next = new int[count];

    /// <summary>The first reading of each point.</summary>
    public List<int> Heads { get; } = [];

    /// <summary>The next reading of the same point, negative after the last.</summary>
    public int Next(int reading) => next[reading];

    /// <summary>Sorts the readings; of two readings of one series in one point only the later stays, at the earlier's place.</summary>
    public static PointChains Of(Catalog catalog, IReadOnlyList<Reading> readings)
    {
        var chains = new PointChains(readings.Count);
        var points = new Dictionary<(string Source, long UnixMs), int>();
        for (var i = 0; i < readings.Count; i++)
        {
            var key = (catalog[readings[i].Series].Source, readings[i].Time.ToUnixTimeMilliseconds());
            if (points.TryGetValue(key, out var point))
            {
                chains.Join(readings, point, i);
            }
            else
            {
                points.Add(key, chains.Heads.Count);
                chains.Heads.Add(i);
                chains.next[i] = End;
            }
        }

        return chains;
    }

    private void Join(IReadOnlyList<Reading> readings, int point, int added)
    {
        var last = End;
        for (var i = Heads[point]; i != End; last = i, i = next[i])
        {
            if (readings[i].Series == readings[added].Series)
            {
                next[added] = next[i];
                Link(point, last, added);
                return;
            }
        }

        next[added] = End;
        next[last] = added;
    }

    private void Link(int point, int before, int added)
    {
        if (before == End)
        {
            Heads[point] = added;
        }
        else
        {
            next[before] = added;
        }
    }
}
