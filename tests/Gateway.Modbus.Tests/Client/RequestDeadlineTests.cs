using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

public sealed class RequestDeadlineTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly RequestDeadline _deadline;

    public RequestDeadlineTests() => _deadline = new RequestDeadline(_time);

    [Fact]
    public void Start_TimePasses_CancelsNotBefore()
    {
        var token = _deadline.Start(Second, CancellationToken.None);

        _time.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.False(token.IsCancellationRequested);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void Stop_InTime_TheNextWaitHasItsFullTime()
    {
        _deadline.Start(Second, CancellationToken.None);
        _time.Advance(Second / 2);
        _deadline.Stop();

        var token = _deadline.Start(Second, CancellationToken.None);
        _time.Advance(Second * 0.9);

        Assert.False(token.IsCancellationRequested);
    }

    [Fact]
    public void Start_AfterTheTimeWasUp_IsFresh()
    {
        _deadline.Start(Second, CancellationToken.None);
        _time.Advance(Second);
        _deadline.Stop();

        Assert.False(_deadline.Start(Second, CancellationToken.None).IsCancellationRequested);
    }

    [Fact]
    public void Start_CallerCancels_IsCancelledAndTheNextIsFresh()
    {
        using var caller = new CancellationTokenSource();
        var token = _deadline.Start(Second, caller.Token);
        caller.Cancel();
        Assert.True(token.IsCancellationRequested);
        _deadline.Stop();

        Assert.False(_deadline.Start(Second, CancellationToken.None).IsCancellationRequested);
    }

    [Fact]
    public void Stop_CallerCancelsAfterwards_TheNextIsUntouched()
    {
        using var caller = new CancellationTokenSource();
        _deadline.Start(Second, caller.Token);
        _deadline.Stop();
        var token = _deadline.Start(Second, CancellationToken.None);

        caller.Cancel();

        Assert.False(token.IsCancellationRequested);
    }

    public void Dispose() => _deadline.Dispose();
}
