namespace Gateway.Modbus;

/// <summary>
/// Joins a time-out and the caller's token into one token, again and again without allocation as long as neither strikes.
/// One wait at a time.
/// </summary>
internal sealed class RequestDeadline(TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private CancellationTokenSource source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration caller;
    private bool isDisposed;

    public CancellationToken Start(TimeSpan timeout, CancellationToken caller)
    {
        lock (gate)
        {
            if (isDisposed)
                return new CancellationToken(canceled: true);
            source.CancelAfter(timeout);
        }

        this.caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
        return source.Token;
    }

    public void Stop()
    {
        caller.Dispose();
        lock (gate)
        {
            // Refused when it was cancelled or its timer has fired, even if only just now: a late strike never hits the next wait.
            if (isDisposed || source.TryReset())
                return;

            source.Dispose();
            source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }
    }

    /// <summary>Ends the wait that goes on, on whatever thread that is, and every later one.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isDisposed)
                return;
            isDisposed = true;
        }

        source.Cancel();
    }
}
