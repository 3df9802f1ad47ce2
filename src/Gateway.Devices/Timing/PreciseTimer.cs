namespace Gateway.Devices;

/// <summary>A timer of <see cref="PreciseTimeProvider"/>. Its properties are its heap's affair.</summary>
internal sealed class PreciseTimer(PreciseTimeProvider owner, TimerCallback callback, object? state, bool strikesInline)
    : ITimer, IThreadPoolWorkItem
{
    private volatile bool isDisposed;

    /// <summary>When it strikes next, on the clock's timestamps.</summary>
    public long Due { get; set; } = long.MaxValue;

    /// <summary>How long after a strike the next one follows; 0 for none.</summary>
    public long Period { get; set; }

    /// <summary>Where it stands in the heap; -1 when it does not.</summary>
    public int Index { get; set; } = -1;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfNegative(dueTime, nameof(dueTime));
        ThrowIfNegative(period, nameof(period));
        if (isDisposed)
        {
            return false;
        }

        owner.Set(
            this,
            dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : owner.GetTimestamp() + Ticks(dueTime),
            period == Timeout.InfiniteTimeSpan ? 0 : Ticks(period));
        return true;
    }

    /// <summary>Calls back, here or on the thread pool.</summary>
    public void Strike()
    {
        if (strikesInline)
        {
            Execute();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    public void Execute()
    {
        if (!isDisposed)
        {
            callback(state);
        }
    }

    public void Dispose()
    {
        isDisposed = true;
        owner.Set(this, long.MaxValue, period: 0);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void ThrowIfNegative(TimeSpan value, string name)
    {
        if (value != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
        }
    }

    private long Ticks(TimeSpan span) => span.Ticks * (owner.TimestampFrequency / TimeSpan.TicksPerSecond);
}
