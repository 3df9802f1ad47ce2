namespace Gateway.Devices;

/// <summary>
/// The plans of one device: one for each set of intervals that are due together, made once and again when something was learned.
/// </summary>
internal sealed class PollPlans
{
    // Which intervals meet repeats, so there are few; but nothing bounds them by itself.
    private const int MaxPlans = 256;

    private readonly byte unit;
    private readonly PolledPoint[] points;
    private readonly Dictionary<string, int> indexOf;
    private readonly ReadLimits limits;
    private readonly LinkCost cost;
    private readonly LearnedReads learned;
    private readonly Dictionary<ulong, PolledBlock[]> plans = [];
    private int version;

    public PollPlans(byte unit, PolledPoint[] points, ReadLimits limits, LinkCost cost, LearnedReads learned)
    {
        this.unit = unit;
        this.points = points;
        this.limits = limits;
        this.cost = cost;
        this.learned = learned;
        indexOf = points.Index().ToDictionary(point => point.Item.Profile.Name, point => point.Index, StringComparer.Ordinal);
    }

    /// <summary>The reads that bring every point that is due and not set aside.</summary>
    public PolledBlock[] Of(ulong due)
    {
        if (version != learned.Version || plans.Count > MaxPlans)
        {
            plans.Clear();
            version = learned.Version;
        }

        if (!plans.TryGetValue(due, out var plan))
        {
            plan = Make(due);
            plans.Add(due, plan);
        }

        return plan;
    }

    /// <summary>The one read of points of a table, in the order of their addresses.</summary>
    public PolledBlock BlockOf(IEnumerable<int> indices) =>
        Polled(ReadPlanner.BlockOf([.. indices.Select(index => points[index].Profile)]));

    /// <summary>A read's points in groups that share registers: no group can be parted by asking for less.</summary>
    public List<int[]> Groups(PolledBlock block)
    {
        var groups = new List<int[]>();
        var open = new List<int>();
        var last = -1;
        foreach (var index in block.Points)
        {
            if (open.Count > 0 && points[index].Profile.Address > last)
            {
                groups.Add([.. open]);
                open.Clear();
            }

            open.Add(index);
            last = Math.Max(last, points[index].Profile.LastAddress);
        }

        groups.Add([.. open]);
        return groups;
    }

    private PolledBlock[] Make(ulong due)
    {
        var wanted = points.Where((point, index) => point.IsDue(due) && !learned.IsSetAside(index)).Select(point => point.Profile);
        return [.. ReadPlanner.Plan(wanted, learned.Within(limits), cost).Blocks.Select(Polled)];
    }

    private PolledBlock Polled(ReadBlock block) => new(block, unit, [.. block.Points.Select(point => indexOf[point.Name])]);
}
