namespace Gateway.Modbus;

/// <summary>
/// Joins a time-out and the caller's token into one token, again and again without allocation as long as neither strikes.
/// One wait at a time.
/// </summary>
internal sealed class RequestDeadline(TimeProvider time) : IDisposable
{
    private CancellationTokenSource _source = new(Timeout.InfiniteTimeSpan, time);
    private CancellationTokenRegistration _caller;

    public CancellationToken Start(TimeSpan timeout, CancellationToken caller)
    {
        _source.CancelAfter(timeout);
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        return _source.Token;
    }

    public void Stop()
    {
        _caller.Dispose();
        // Refused when it was cancelled or its timer has fired, even if only just now: a late strike never hits the next wait.
        if (_source.TryReset())
            return;

        _source.Dispose();
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
    }

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }
}
