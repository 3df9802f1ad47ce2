namespace Gateway.Devices;

/// <summary>Merges points into the reads that cost least on a link, within what a device allows.</summary>
public static class ReadPlanner
{
    /// <summary>Plans the reads.</summary>
    /// <param name="points">Each of them can be read by itself, as a loaded profile's points can.</param>
    /// <param name="limits">What the device allows.</param>
    /// <param name="cost">What a request and a register cost; without it, the fewest requests are the best.</param>
    /// <returns>Every point in exactly one block; the same points in any order give the same plan.</returns>
    /// <remarks>
    /// The points of a table are cut into rows of neighbours. The best way to cut the first n is the best over all last rows of what that
    /// row costs and the best way to cut the points before it. Of plans that cost the same, the one with fewer requests is taken, then the
    /// one with fewer registers.
    /// </remarks>
    public static ReadPlan Plan(IEnumerable<PointProfile> points, ReadLimits limits, LinkCost cost = default)
    {
        var blocks = new List<ReadBlock>();
        foreach (var table in points.GroupBy(point => point.Table).OrderBy(table => table.Key))
        {
            AddBlocks(blocks, InOrder(table), limits, cost);
        }

        return new ReadPlan(blocks);
    }

    /// <summary>The points in the order of their addresses.</summary>
    internal static PointProfile[] InOrder(IEnumerable<PointProfile> points) =>
    [
        .. points
            .OrderBy(point => point.Address)
            .ThenBy(point => point.LastAddress)
            .ThenBy(point => point.Name, StringComparer.Ordinal),
    ];

    /// <summary>The one read of points of a table, in the order of their addresses.</summary>
    internal static ReadBlock BlockOf(ReadOnlySpan<PointProfile> points)
    {
        var last = 0;
        foreach (var point in points)
        {
            last = Math.Max(last, point.LastAddress);
        }

        return new ReadBlock(points[0].Table, points[0].Address, (ushort)(last - points[0].Address + 1), points.ToArray());
    }

    private static void AddBlocks(List<ReadBlock> blocks, PointProfile[] points, ReadLimits limits, LinkCost cost)
    {
        // For the first n points: the least that reading them costs, and where the last block then begins.
        var best = new Cost[points.Length + 1];
        var begin = new int[points.Length + 1];
        Array.Fill(best, Cost.Unknown, 1, points.Length);
        for (var first = 0; first < points.Length; first++)
        {
            var last = points[first].LastAddress;
            for (var end = first + 1; ; end++)
            {
                var registers = last - points[first].Address + 1;
                var total = best[first] + new Cost(cost.Of(points[first].Table, registers), 1, registers);
                if (total < best[end])
                {
                    (best[end], begin[end]) = (total, first);
                }

                if (end == points.Length || !CanTake(points[first].Address, last, points[end], limits))
                {
                    break;
                }

                last = Math.Max(last, points[end].LastAddress);
            }
        }

        var from = blocks.Count;
        for (var end = points.Length; end > 0; end = begin[end])
        {
            blocks.Insert(from, BlockOf(points.AsSpan(begin[end]..end)));
        }
    }

    // A block that cannot take a point cannot take any later one either: those lie further on.
    private static bool CanTake(int first, int last, PointProfile point, ReadLimits limits)
    {
        var newLast = Math.Max(last, point.LastAddress);
        return point.Address - last - 1 <= limits.MaxGap
            && newLast - first + 1 <= limits.MaxCount(point.Table)
            && limits.AllowsOneRead(first, newLast);
    }

    private readonly record struct Cost(long Time, int Requests, int Registers)
    {
        public static Cost Unknown { get; } = new(long.MaxValue, int.MaxValue, int.MaxValue);

        public static Cost operator +(Cost one, Cost other) =>
            new(one.Time + other.Time, one.Requests + other.Requests, one.Registers + other.Registers);

        public static bool operator <(Cost one, Cost other) =>
            (one.Time, one.Requests, one.Registers).CompareTo((other.Time, other.Requests, other.Registers)) < 0;

        public static bool operator >(Cost one, Cost other) => other < one;
    }
}
