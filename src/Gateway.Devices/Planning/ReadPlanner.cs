namespace Gateway.Devices;

/// <summary>Merges points into the fewest requests that a device allows.</summary>
public static class ReadPlanner
{
    /// <summary>Plans the reads.</summary>
    /// <param name="points">Each within the limits by itself, as a loaded profile's points are.</param>
    /// <param name="limits">What the device allows.</param>
    /// <returns>Every point in exactly one block; the same points in any order give the same plan.</returns>
    /// <remarks>
    /// Goes through the points by address and takes each into the open block as long as it fits. Because a block that is closed later
    /// could only have begun earlier, no other plan needs fewer requests.
    /// </remarks>
    public static ReadPlan Plan(IEnumerable<PointProfile> points, ReadLimits limits)
    {
        var blocks = new List<ReadBlock>();
        var open = new List<PointProfile>();
        foreach (var point in InOrder(points))
        {
            if (open.Count > 0 && !Fits(open, point, limits))
            {
                blocks.Add(Close(open));
                open = [];
            }

            open.Add(point);
        }

        if (open.Count > 0)
        {
            blocks.Add(Close(open));
        }

        return new ReadPlan(blocks);
    }

    private static IOrderedEnumerable<PointProfile> InOrder(IEnumerable<PointProfile> points) => points
        .OrderBy(point => point.Table)
        .ThenBy(point => point.Address)
        .ThenBy(point => point.LastAddress)
        .ThenBy(point => point.Name, StringComparer.Ordinal);

    private static bool Fits(List<PointProfile> open, PointProfile point, ReadLimits limits)
    {
        var first = open[0].Address;
        var last = open.Max(member => member.LastAddress);
        var newLast = Math.Max(last, point.LastAddress);
        return point.Table == open[0].Table
            && point.Address - last - 1 <= limits.MaxGap
            && newLast - first + 1 <= limits.MaxCount(point.Table)
            && limits.AllowsOneRead(first, newLast);
    }

    private static ReadBlock Close(List<PointProfile> points)
    {
        var first = points[0].Address;
        return new ReadBlock(points[0].Table, first, (ushort)(points.Max(point => point.LastAddress) - first + 1), points);
    }
}
