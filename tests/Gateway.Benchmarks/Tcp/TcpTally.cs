using System.Diagnostics;

namespace Gateway.Benchmarks.Tcp;

/// <summary>Requests of all connections: how many, how many failed, how late each began. Counting allocates nothing.</summary>
internal sealed class TcpTally(int capacity)
{
    private readonly int[] lateUs = new int[capacity];
    private int requests;
    private int failures;

    public int Requests => Math.Min(requests, capacity);

    public void Count(long lateTicks, bool isGood)
    {
        var index = Interlocked.Increment(ref requests) - 1;
        if (index < lateUs.Length)
        {
            lateUs[index] = (int)(lateTicks * 1_000_000 / Stopwatch.Frequency);
        }

        if (!isGood)
        {
            Interlocked.Increment(ref failures);
        }
    }

    public Figures ToFigures(int seconds)
    {
        var sorted = lateUs.AsSpan(0, Requests);
        sorted.Sort();
        return new Figures()
            .Add("requests_per_s", (double)Requests / seconds)
            .Add("failures", failures)
            .Add("late_p50_us", sorted[Requests / 2])
            .Add("late_p99_us", sorted[(int)(0.99 * (Requests - 1))]);
    }
}
