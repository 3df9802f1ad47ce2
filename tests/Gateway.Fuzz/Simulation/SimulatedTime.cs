namespace Gateway.Fuzz;

/// <summary>
/// A clock that jumps from one timer to the next, and the loop that all the work under it runs on. Nothing waits in truth, nothing runs
/// on another thread: the same work always takes the same course, and work that nothing would ever wake is found out at once.
/// </summary>
internal sealed class SimulatedTime : TimeProvider
{
    /// <summary>Continuations that may run without the clock moving: more is work that turns round without end.</summary>
    private const int MaxTurns = 100_000;

    private readonly List<SimulatedTimer> armed = [];
    private readonly TurnQueue turns = new();
    private long now = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Now => TimeSpan.FromTicks(now);

    public override long GetTimestamp() => now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Does something when so much time has passed.</summary>
    public void After(TimeSpan delay, Action action) =>
        CreateTimer(static action => ((Action)action!)(), action, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Carries work out to its end, letting the time pass that it waits for.</summary>
    /// <exception cref="InvariantException">It would wait for ever, or beyond the bound.</exception>
    public T Run<T>(Func<ValueTask<T>> work, TimeSpan bound)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(turns);
        try
        {
            var task = work().AsTask();
            Pass(bound, () => task.IsCompleted);
            if (!task.IsCompleted)
                throw new InvariantException($"Nothing ended the work within {bound}.");
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(turns);
        Pass(time, static () => false);
        SynchronizationContext.SetSynchronizationContext(outer);
    }

    private void Pass(TimeSpan time, Func<bool> isOver)
    {
        var end = now + time.Ticks;
        while (true)
        {
            turns.Drain(MaxTurns);
            if (isOver())
                return;
            if (Next() is not { } timer || timer.Due > end)
                break;
            now = Math.Max(now, timer.Due);
            timer.Fire();
        }

        now = end;
    }

    private SimulatedTimer? Next()
    {
        SimulatedTimer? next = null;
        foreach (var timer in armed)
        {
            if (next is null || timer.Due < next.Due)
                next = timer;
        }

        return next;
    }

    private sealed class SimulatedTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public long Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.armed.Remove(this);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return true;
            (Due, this.period) = (time.now + dueTime.Ticks, period);
            time.armed.Add(this);
            return true;
        }

        public void Fire()
        {
            Change(period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan, period);
            callback(state);
        }

        public void Dispose() => time.armed.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class TurnQueue : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> queue = new();

        public override void Post(SendOrPostCallback d, object? state) => queue.Enqueue((d, state));

        public override void Send(SendOrPostCallback d, object? state) => d(state);

        public void Drain(int atMost)
        {
            for (var turn = 0; queue.TryDequeue(out var next); turn++)
            {
                if (turn == atMost)
                    throw new InvariantException($"{atMost} continuations ran and no time passed: the work turns round without end.");
                next.Callback(next.State);
            }
        }
    }
}
