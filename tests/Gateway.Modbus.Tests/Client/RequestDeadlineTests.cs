using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

public sealed class RequestDeadlineTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider time = new();
    private readonly RequestDeadline deadline;

    public RequestDeadlineTests() => deadline = new RequestDeadline(time);

    [Fact]
    public void Start_TimePasses_CancelsNotBefore()
    {
        var token = deadline.Start(Second, CancellationToken.None);

        time.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.False(token.IsCancellationRequested);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void Stop_InTime_TheNextWaitHasItsFullTime()
    {
        deadline.Start(Second, CancellationToken.None);
        time.Advance(Second / 2);
        deadline.Stop();

        var token = deadline.Start(Second, CancellationToken.None);
        time.Advance(Second * 0.9);

        Assert.False(token.IsCancellationRequested);
    }

    [Fact]
    public void Start_AfterTheTimeWasUp_IsFresh()
    {
        deadline.Start(Second, CancellationToken.None);
        time.Advance(Second);
        deadline.Stop();

        Assert.False(deadline.Start(Second, CancellationToken.None).IsCancellationRequested);
    }

    [Fact]
    public void Start_CallerCancels_IsCancelledAndTheNextIsFresh()
    {
        using var caller = new CancellationTokenSource();
        var token = deadline.Start(Second, caller.Token);
        caller.Cancel();
        Assert.True(token.IsCancellationRequested);
        deadline.Stop();

        Assert.False(deadline.Start(Second, CancellationToken.None).IsCancellationRequested);
    }

    [Fact]
    public void Stop_CallerCancelsAfterwards_TheNextIsUntouched()
    {
        using var caller = new CancellationTokenSource();
        deadline.Start(Second, caller.Token);
        deadline.Stop();
        var token = deadline.Start(Second, CancellationToken.None);

        caller.Cancel();

        Assert.False(token.IsCancellationRequested);
    }

    public void Dispose() => deadline.Dispose();
}
