using System.Diagnostics;

namespace Gateway.Fuzz;

/// <summary>Runs one target on ever new inputs, keeping those that run through something new.</summary>
internal sealed class Campaign(FuzzTarget target, Coverage coverage, Watch watch, int seed)
{
    /// <summary>Most that one input may allocate, the harness included: ten times what any ever did.</summary>
    public const long MostBytes = 1024 * 1024;

    private readonly Random random = new(seed);
    private readonly List<byte[]> corpus = [];
    private long inputs;

    /// <summary>Most bytes that one input allocated.</summary>
    public long LargestAllocation { get; private set; }

    /// <exception cref="InvariantException">An input breaks an invariant: its message has the input.</exception>
    public CampaignReport Run(long count, byte[][] stored)
    {
        var clock = Stopwatch.StartNew();
        coverage.Forget();
        var mutator = new Mutator(random);
        foreach (var input in (IEnumerable<byte[]>)[[], .. target.Seeds, .. stored])
            Try(input);
        while (inputs < count)
            Try(mutator.Mutate(Pick(), Pick(), target.Words));
        var edges = coverage.EdgeCount;
        var kept = Minimised();
        return new CampaignReport(target.Name, inputs, edges, corpus.Count, kept, clock.Elapsed, LargestAllocation);
    }

    /// <summary>Newer inputs more often, since they lead where none has been, and shorter ones, since they are quick.</summary>
    private byte[] Pick()
    {
        var one = random.Next(3) == 0
            ? corpus[corpus.Count - 1 - random.Next(Math.Min(corpus.Count, 16))]
            : corpus[random.Next(corpus.Count)];
        var another = corpus[random.Next(corpus.Count)];
        return one.Length < another.Length || random.Next(4) == 0 ? one : another;
    }

    private void Try(byte[] input)
    {
        Execute(input);
        inputs++;
        if (coverage.IsNew())
            corpus.Add(input);
    }

    private void Execute(byte[] input)
    {
        watch.Begins(input);
        coverage.Begin();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Check(input);
        }
        catch (Exception e)
        {
            throw new InvariantException($"{target.Name} {Convert.ToHexString(input)}: {e.Message}", e);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        LargestAllocation = Math.Max(LargestAllocation, allocated);
        if (allocated > MostBytes)
            throw new InvariantException($"{target.Name} {Convert.ToHexString(input)}: allocated {allocated} bytes");
    }

    /// <summary>The fewest and shortest inputs, near enough, that run through every edge.</summary>
    private List<byte[]> Minimised()
    {
        var kept = new List<byte[]>();
        var covered = new HashSet<int>();
        foreach (var input in corpus.OrderBy(input => input.Length))
        {
            Execute(input);
            var edges = coverage.Edges();
            if (!covered.IsSupersetOf(edges))
                kept.Add(input);
            covered.UnionWith(edges);
        }

        return kept;
    }
}

/// <summary>How a target's run went.</summary>
internal sealed record CampaignReport(
    string Target, long Inputs, int Edges, int CorpusSize, IReadOnlyList<byte[]> Kept, TimeSpan Time, long LargestAllocation);
