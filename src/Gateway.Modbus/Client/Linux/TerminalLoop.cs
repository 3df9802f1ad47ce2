using System.Runtime.InteropServices;
using System.Threading.Tasks.Sources;
using Microsoft.Win32.SafeHandles;
using static Gateway.Modbus.TerminalCalls;

namespace Gateway.Modbus;

/// <summary>
/// An open serial port and the thread that waits for it, to a fraction of a millisecond. One wait at a time. What awaits it goes on on
/// that thread, so that polls that follow each other never change threads.
/// </summary>
internal sealed class TerminalLoop : IValueTaskSource<int>, IValueTaskSource, IDisposable
{
    /// <summary>
    /// How late the end of a sleep, and what has come before it, may be seen. So much before the computed end sleeping stops, and each
    /// character is awaited: on a fast line the silence would begin that much late in every poll.
    /// </summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMicroseconds(250);

    private static readonly byte[] One = [1, 0, 0, 0, 0, 0, 0, 0];

    private readonly object gate = new(); // waited on, which a Lock cannot be
    private readonly SerialLine line;
    private readonly TimeProvider time;
    private readonly SafeFileHandle port;
    private readonly SafeFileHandle interrupt;
    private ManualResetValueTaskSourceCore<int> outcome;
    private CancellationTokenRegistration registration;
    private CancellationToken caller;
    private Memory<byte> destination;
    private int awaited;
    private long pauseEnd;
    private long sendingEnds;
    private bool isAsked;
    private volatile bool isInterrupted;
    private volatile bool isDisposed;

    public TerminalLoop(SafeFileHandle port, SerialLine line, TimeProvider time)
    {
        (this.port, this.line, this.time) = (port, line, time);
        interrupt = NewEvent(0, NonBlocking | CloseOnExec);
        if (interrupt.IsInvalid)
        {
            port.Dispose();
            throw TerminalFailure.Last(line.Path, "could not be watched");
        }

        new Thread(Run) { IsBackground = true, Name = $"Modbus {line.Path}" }.Start();
    }

    /// <summary>False when the adapter was pulled or the other side of a pseudo-terminal is gone.</summary>
    public bool IsAlive()
    {
        Span<PollEntry> entry = [new PollEntry { Handle = Handle(port), Wanted = 0 }];
        return Poll(entry, 1, new WaitTime(), 0) >= 0 && (entry[0].Seen & (HungUp | Error | NotOpen)) == 0;
    }

    /// <summary>Hands bytes to the driver.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length;
        while (!bytes.IsEmpty)
        {
            var count = TerminalCalls.Write(port, bytes, (nuint)bytes.Length);
            if (count < 0 && Marshal.GetLastPInvokeError() != Interrupted)
                throw TerminalFailure.Last(line.Path, "takes no bytes");
            bytes = bytes[(int)Math.Max(0, count)..];
        }

        sendingEnds = time.GetTimestamp() + Ticks(line.TimeOf(length));
    }

    /// <summary>Takes what has arrived; 0 when nothing has.</summary>
    public int Take(Span<byte> destination)
    {
        while (true)
        {
            var count = TerminalCalls.Read(port, destination, (nuint)destination.Length);
            if (count > 0)
                return (int)count;
            if (count == 0)
                throw TerminalFailure.Of(line.Path, "broke", InputOutput);
            switch (Marshal.GetLastPInvokeError())
            {
                case TryAgain:
                    return 0;
                case Interrupted:
                    continue;
                default:
                    throw TerminalFailure.Last(line.Path, "broke");
            }
        }
    }

    public ValueTask<int> ReadAsync(Memory<byte> destination, int awaited, CancellationToken cancellationToken)
    {
        (this.destination, this.awaited) = (destination, Math.Min(awaited, destination.Length));
        return new ValueTask<int>(this, Ask(cancellationToken));
    }

    public ValueTask PauseAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        (awaited, pauseEnd) = (0, time.GetTimestamp() + Ticks(wait));
        return new ValueTask(this, Ask(cancellationToken));
    }

    int IValueTaskSource<int>.GetResult(short token) => outcome.GetResult(token);

    void IValueTaskSource.GetResult(short token) => outcome.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => outcome.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => outcome.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        outcome.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        outcome.OnCompleted(continuation, state, token, flags);

    /// <summary>Closes the port; a wait ends with a failure, the thread with it.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isDisposed)
                return;
            isDisposed = true;
            Interrupt();
            Monitor.Pulse(gate);
        }

        port.Dispose();
    }

    private short Ask(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            outcome.Reset();
            (isInterrupted, isAsked, caller) = (false, true, cancellationToken);
            registration = cancellationToken.UnsafeRegister(static loop => ((TerminalLoop)loop!).Interrupt(), this);
            Monitor.Pulse(gate);
            return outcome.Version;
        }
    }

    private void Interrupt()
    {
        isInterrupted = true;
        if (!interrupt.IsClosed)
            TerminalCalls.Write(interrupt, One, (nuint)One.Length);
    }

    private void Run()
    {
        // Without it the kernel may end each wait up to 50 µs late.
        ControlThread(TimerSlack, 1, 0, 0, 0);
        while (IsAsked())
            Answer();
        interrupt.Dispose();
    }

    /// <summary>Until there is something to wait for; false when the port is closed instead.</summary>
    private bool IsAsked()
    {
        lock (gate)
        {
            while (!isAsked && !isDisposed)
                Monitor.Wait(gate);
            return isAsked;
        }
    }

    private void Answer()
    {
        int count;
        try
        {
            count = awaited > 0 ? Receive() : Sleep(pauseEnd);
        }
        catch (Exception e) when (LinkFailure.Covers(e) || e is OperationCanceledException)
        {
            Forget();
            outcome.SetException(e);
            return;
        }

        Forget();
        outcome.SetResult(count);
    }

    /// <summary>The caller's token no longer concerns this wait.</summary>
    private void Forget()
    {
        registration.Dispose();
        registration = default;
        lock (gate)
            isAsked = false;
        if (isInterrupted && !isDisposed)
            TerminalCalls.Read(interrupt, stackalloc byte[One.Length], (nuint)One.Length);
    }

    /// <summary>What has come is given back even when the wait is given up: part of a reply is no silence.</summary>
    private int Receive()
    {
        var count = 0;
        try
        {
            Receive(ref count);
        }
        catch (OperationCanceledException)
        {
            count += Take(destination.Span[count..]);
            if (count == 0)
                throw;
        }

        return count;
    }

    private void Receive(ref int count)
    {
        // The reply cannot begin before the request has gone out, and its last character is awaited for itself.
        var due = Math.Max(time.GetTimestamp(), sendingEnds);
        while (true)
        {
            Sleep(due + Ticks(line.TimeOf(awaited - count - 1) - Margin));
            var more = Take(destination.Span[count..]);
            count += more;
            if (count >= awaited)
                return;
            if (more == 0)
            {
                AwaitBytes();
                count += Take(destination.Span[count..]);
                if (count >= awaited)
                    return;
            }

            due = time.GetTimestamp();
        }
    }

    private int Sleep(long end)
    {
        Span<PollEntry> entries = [new PollEntry { Handle = Handle(interrupt), Wanted = Readable }];
        while (true)
        {
            ThrowIfInterrupted();
            var left = time.GetElapsedTime(time.GetTimestamp(), end);
            if (left <= TimeSpan.Zero)
                return 0;
            Poll(entries, 1, Wait(left), 0);
        }
    }

    private void AwaitBytes()
    {
        Span<PollEntry> entries =
        [
            new PollEntry { Handle = Handle(interrupt), Wanted = Readable },
            new PollEntry { Handle = Handle(port), Wanted = Readable },
        ];
        do
        {
            ThrowIfInterrupted();
            entries[0].Seen = entries[1].Seen = 0;
            Poll(entries, 2, 0, 0);
        }
        while (entries[1].Seen == 0);
    }

    private void ThrowIfInterrupted()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (isInterrupted)
            throw new OperationCanceledException(caller);
    }

    private static int Handle(SafeFileHandle file) => file.IsClosed ? -1 : (int)file.DangerousGetHandle();

    private static WaitTime Wait(TimeSpan time) => new()
    {
        Seconds = (nint)(time.Ticks / TimeSpan.TicksPerSecond),
        Nanoseconds = (nint)(time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick),
    };

    private long Ticks(TimeSpan duration) => (long)Math.Ceiling(duration.TotalSeconds * time.TimestampFrequency);
}
