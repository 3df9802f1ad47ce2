using System.Runtime.InteropServices;

namespace Gateway.Devices;

/// <summary>
/// The system's time with timers that strike within some ten microseconds. Those of .NET count the kernel's coarse clock and so are
/// up to 5 ms late. One thread waits for all timers; Linux only, elsewhere <see cref="Shared"/> is the system's.
/// </summary>
/// <remarks>
/// Callbacks run on the thread pool. Setting a timer and its strike allocate nothing. An execution context is not carried along, and
/// a <see cref="CancellationTokenSource"/> on these timers cannot be reset: time-outs need no precision and take the system's.
/// </remarks>
internal sealed partial class PreciseTimeProvider : TimeProvider
{
    private const int CloseOnExec = 0x80000, NonBlocking = 0x800;
    private const short Readable = 1;

    private static readonly Lazy<PreciseTimeProvider> Instance = new(() => new PreciseTimeProvider());

    private readonly Lock gate = new();
    private readonly TimerHeap heap = new();
    private readonly int wakeUp;
    private long wakesAt;

    private PreciseTimeProvider()
    {
        wakeUp = EventFile(0, CloseOnExec | NonBlocking);
        if (wakeUp < 0)
        {
            throw new InvalidOperationException($"No event file for the timers: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        new Thread(Run) { IsBackground = true, Name = "Precise timers" }.UnsafeStart();
    }

    /// <summary>The process's one, or <see cref="TimeProvider.System"/> where that is not to be had.</summary>
    public static TimeProvider Shared => OperatingSystem.IsLinux() ? Instance.Value : System;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new PreciseTimer(this, callback, state, strikesInline: false);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>A timer whose callback runs on the timers' own thread: that saves waking another one, and must never block.</summary>
    public ITimer CreateInlineTimer(TimerCallback callback, object? state) =>
        new PreciseTimer(this, callback, state, strikesInline: true);

    /// <summary>Sets when a timer strikes next, <see cref="long.MaxValue"/> for never, and how long after that again, 0 for not.</summary>
    public void Set(PreciseTimer timer, long due, long period)
    {
        lock (gate)
        {
            timer.Period = period;
            heap.Set(timer, due);
            if (due >= wakesAt)
            {
                return;
            }

            wakesAt = due;
        }

        var one = 1UL;
        _ = Write(wakeUp, in one, sizeof(ulong));
    }

    private void Run()
    {
        while (true)
        {
            PreciseTimer? due;
            long next;
            lock (gate)
            {
                due = heap.TakeDue(GetTimestamp());
                if (due is { Period: > 0 })
                {
                    heap.Set(due, due.Due + due.Period);
                }

                next = heap.FirstDue;
                wakesAt = due is null ? next : long.MinValue;
            }

            if (due is not null)
            {
                due.Strike();
            }
            else
            {
                Sleep(next);
            }
        }
    }

    // Until then, or until a timer that is due earlier wakes us. Spurious wake-ups do no harm.
    private void Sleep(long until)
    {
        var events = new PollFile { File = wakeUp, Events = Readable };
        var (seconds, nanoseconds) = Math.DivRem(Math.Max(0, until - GetTimestamp()), 1_000_000_000);
        var timeout = new TimeSpec { Seconds = (nint)seconds, Nanoseconds = (nint)nanoseconds };
        if (Poll(ref events, 1, in timeout, 0) > 0)
        {
            _ = Read(wakeUp, out _, sizeof(ulong));
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFile
    {
        public int File;
        public short Events;
        public short Happened;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFile(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(ref PollFile files, nuint count, in TimeSpec timeout, nint signalMask);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int file, out ulong value, nuint length);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int file, in ulong value, nuint length);
}
