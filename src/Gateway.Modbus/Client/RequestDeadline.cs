namespace Gateway.Modbus;

/// <summary>
/// Joins a time-out and the caller's token into one token, again and again without allocation as long as neither strikes.
/// One wait at a time.
/// </summary>
internal sealed class RequestDeadline(TimeProvider time) : IDisposable
{
    private CancellationTokenSource source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration caller;

    public CancellationToken Start(TimeSpan timeout, CancellationToken caller)
    {
        this.source.CancelAfter(timeout);
        this.caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), this.source);
        return this.source.Token;
    }

    public void Stop()
    {
        caller.Dispose();
        // Refused when it was cancelled or its timer has fired, even if only just now: a late strike never hits the next wait.
        if (source.TryReset())
            return;

        source.Dispose();
        source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    public void Dispose()
    {
        caller.Dispose();
        source.Dispose();
    }
}
