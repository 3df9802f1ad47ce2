using System.Threading.Tasks.Sources;

namespace Gateway.Devices;

/// <summary>
/// A wait that is used again and again, as a polling loop does: as precise as the clock's timers, not cut to whole milliseconds like
/// <see cref="Task.Delay(TimeSpan, TimeProvider)"/>, and without allocation. One wait at a time.
/// </summary>
internal sealed class Alarm : IValueTaskSource, IDisposable
{
    private readonly TimeProvider clock;
    private readonly CancellationToken stopping;
    private readonly ITimer timer;
    private readonly CancellationTokenRegistration registration;
    private ManualResetValueTaskSourceCore<bool> wait;
    private long due;
    private int isWaiting;

    /// <param name="clock">Whose timers to wait on; for the system's clock, the precise ones.</param>
    /// <param name="neverBlocks">
    /// True when what follows a wait never blocks its thread until it awaits again: it may then run on the timers' own thread.
    /// </param>
    /// <param name="stopping">Ends every wait.</param>
    public Alarm(TimeProvider clock, bool neverBlocks, CancellationToken stopping)
    {
        var source = clock is SteadyTimeProvider steady ? steady.Source : clock;
        this.clock = source == TimeProvider.System ? PreciseTimeProvider.Shared : source;
        this.stopping = stopping;
        timer = this.clock is PreciseTimeProvider precise && neverBlocks
            ? precise.CreateInlineTimer(End, this)
            : this.clock.CreateTimer(End, this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        registration = stopping.UnsafeRegister(End, this);
    }

    /// <summary>Waits until the clock's timestamp is reached; does not come back before.</summary>
    /// <exception cref="OperationCanceledException">The loop is to stop.</exception>
    public ValueTask WaitUntilAsync(long timestamp)
    {
        wait.Reset();
        due = timestamp;
        Volatile.Write(ref isWaiting, 1);
        End(this);
        return new ValueTask(this, wait.Version);
    }

    void IValueTaskSource.GetResult(short token) => wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        wait.OnCompleted(continuation, state, token, flags);

    public void Dispose()
    {
        registration.Dispose();
        timer.Dispose();
    }

    // At the beginning of a wait, when its timer strikes, and when the loop is to stop.
    private static void End(object? state)
    {
        var alarm = (Alarm)state!;
        if (alarm.stopping.IsCancellationRequested)
        {
            if (Interlocked.Exchange(ref alarm.isWaiting, 0) == 1)
            {
                alarm.wait.SetException(new OperationCanceledException(alarm.stopping));
            }
        }
        else if (alarm.clock.GetElapsedTime(alarm.clock.GetTimestamp(), Volatile.Read(ref alarm.due)) is var left && left > TimeSpan.Zero)
        {
            alarm.timer.Change(alarm.AsTheTimerCounts(left), Timeout.InfiniteTimeSpan);
        }
        else if (Interlocked.Exchange(ref alarm.isWaiting, 0) == 1)
        {
            alarm.wait.SetResult(true);
        }
    }

    // Timers but the precise ones count whole milliseconds: rounded down, the last fraction of one would be a busy loop.
    private TimeSpan AsTheTimerCounts(TimeSpan wait) =>
        clock is PreciseTimeProvider ? wait : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
