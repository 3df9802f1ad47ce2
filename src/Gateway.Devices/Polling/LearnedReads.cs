using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>
/// What a device has shown of itself beyond its profile: points that it refuses, gaps that it does not let be read through, and places
/// at which it wants a read to end. Only what it refuses is forgotten again, when it no longer does.
/// </summary>
internal sealed class LearnedReads
{
    private static readonly TimeSpan FirstTrial = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestTrial = TimeSpan.FromMinutes(10);

    private readonly PolledPoint[] points;
    private readonly SetAside?[] setAside;
    private readonly List<AddressRange> gaps = [];
    private readonly SortedSet<int> splits = [];
    private readonly SortedSet<int> openSplits = [];
    private readonly bool[] answers = new bool[(int)ModbusTable.InputRegister + 1];
    private volatile IReadOnlyList<RefusedRead> refused = [];

    public LearnedReads(PolledPoint[] points)
    {
        this.points = points;
        setAside = new SetAside?[points.Length];
    }

    /// <summary>Rises with everything that changes the plans.</summary>
    public int Version { get; private set; }

    /// <summary>What is set aside now. May be read from any thread.</summary>
    public IReadOnlyList<RefusedRead> Refused => refused;

    /// <summary>True while parts of a refused read wait for the search to go on.</summary>
    public bool IsSearching => openSplits.Count > 0;

    public bool IsSetAside(int point) => setAside[point] is not null;

    /// <summary>Why a point is not read; null when it is.</summary>
    public ReadResult? ReasonFor(int point) => setAside[point]?.Read.Result;

    /// <summary>True when the device ever gave something out of the table.</summary>
    public bool HasAnswered(ModbusTable table) => answers[(int)table];

    public void NoteAnswer(ModbusTable table) => answers[(int)table] = true;

    /// <summary>The limits, narrowed by what was learned.</summary>
    public ReadLimits Within(ReadLimits limits) => limits with
    {
        Holes = [.. limits.Holes, .. gaps, .. refused.Select(read => new AddressRange(
            read.Request.Address, read.Request.Address + read.Request.Count - 1))],
        Splits = [.. limits.Splits, .. splits, .. openSplits],
    };

    /// <summary>No longer asks for points with the others.</summary>
    /// <param name="indices">The points.</param>
    /// <param name="trial">The read by which they are tried alone.</param>
    /// <param name="result">How the device refused them.</param>
    /// <param name="time">Now on the grid of the polls.</param>
    /// <param name="since">Now.</param>
    public void SetPointsAside(int[] indices, PolledBlock trial, in ReadResult result, TimeSpan time, DateTimeOffset since)
    {
        var read = new RefusedRead(trial.Request, [.. indices.Select(index => points[index].Profile.Name)], result, since);
        var aside = new SetAside(read, indices, trial) { Delay = FirstTrial, NextTrial = time + FirstTrial };
        foreach (var index in indices)
        {
            setAside[index] = aside;
        }

        refused = [.. refused, read];
        Version++;
    }

    /// <summary>What has waited longest for its trial; null while nothing is due for one.</summary>
    public SetAside? TrialDue(TimeSpan time)
    {
        SetAside? first = null;
        foreach (var aside in setAside)
        {
            first = aside is not null && aside.NextTrial <= time && (first is null || aside.NextTrial < first.NextTrial) ? aside : first;
        }

        return first;
    }

    /// <summary>The trial failed: the next one waits twice as long.</summary>
    public static void Postpone(SetAside aside, TimeSpan time)
    {
        aside.Delay = aside.Delay * 2 < LongestTrial ? aside.Delay * 2 : LongestTrial;
        aside.NextTrial = time + aside.Delay;
    }

    /// <summary>
    /// The trial succeeded: the points are read with the others again, and whatever else is set aside is tried soon. Where that was
    /// everything, the device itself was not ready, and all is read again.
    /// </summary>
    public void Restore(SetAside aside, TimeSpan time)
    {
        if (Array.TrueForAll(setAside, other => other is not null))
        {
            Array.Clear(setAside);
            refused = [];
            Version++;
            return;
        }

        foreach (var index in aside.Points)
        {
            setAside[index] = null;
        }

        foreach (var other in setAside)
        {
            other?.NextTrial = time;
        }

        refused = [.. refused.Where(read => read != aside.Read)];
        Version++;
    }

    /// <summary>Two reads that the device answers each, but not as one: never joins them again.</summary>
    /// <param name="last">The last address of the first.</param>
    /// <param name="next">The first address of the second.</param>
    public void Part(int last, int next)
    {
        if (next - last > 1)
        {
            gaps.Add(new AddressRange(last + 1, next - 1));
        }
        else
        {
            splits.Add(next);
        }

        Version++;
    }

    /// <summary>Keeps a part of a refused read by itself until the search for what is refused goes on.</summary>
    public void KeepApart(in ReadRequest request)
    {
        openSplits.Add(request.Address);
        openSplits.Add(request.Address + request.Count);
        Version++;
    }

    /// <summary>The search is over.</summary>
    public void EndSearch()
    {
        if (openSplits.Count > 0)
        {
            openSplits.Clear();
            Version++;
        }
    }

    /// <summary>Points that are not asked for with the others.</summary>
    internal sealed class SetAside(RefusedRead read, int[] points, PolledBlock trial)
    {
        public RefusedRead Read { get; } = read;

        public int[] Points { get; } = points;

        public PolledBlock Trial { get; } = trial;

        public TimeSpan Delay { get; set; }

        public TimeSpan NextTrial { get; set; }
    }
}
