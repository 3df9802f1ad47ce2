using Gateway.Core;
using Gateway.Pipeline;

namespace Gateway.Tests.Pipeline;

public sealed class UnreleasedTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);
    private readonly Unreleased unreleased = new(Timeout);

    [Fact]
    public void TakeOverdue_JustSent_GivesNothingUntilTheAcknowledgementIsOverdue()
    {
        unreleased.Add(1, TimeSpan.Zero, isBacklog: false);
        Assert.Null(unreleased.TakeOverdue(Timeout - Instant));
        Assert.Equal(1, unreleased.TakeOverdue(Timeout));
    }

    [Fact]
    public void BacklogCount_CountsWhatIsOfTheBacklogUntilReleased()
    {
        unreleased.Add(1, TimeSpan.Zero, isBacklog: true);
        unreleased.Add(2, TimeSpan.Zero, isBacklog: true);
        unreleased.Add(3, TimeSpan.Zero, isBacklog: false);
        unreleased.Add(2, TimeSpan.Zero, isBacklog: true);
        Assert.Equal((3, 2), (unreleased.Count, unreleased.BacklogCount));
        Assert.True(unreleased.IsBacklog(2));
        unreleased.Release([new(1, 1), new(3, 3)], TimeSpan.Zero);
        Assert.Equal((1, 1), (unreleased.Count, unreleased.BacklogCount));
    }

    [Fact]
    public void TakeOverdue_AgainAndAgain_WaitsTwiceAsLongEachTimeUpToABound()
    {
        unreleased.Add(1, TimeSpan.Zero, isBacklog: false);
        var now = Timeout;
        var wait = Timeout;
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(1, unreleased.TakeOverdue(now));
            wait = wait * 2 < Unreleased.LongestWait ? wait * 2 : Unreleased.LongestWait;
            Assert.Null(unreleased.TakeOverdue(now + wait - Instant));
            now += wait;
        }
    }

    [Fact]
    public void TakeOverdue_Several_GivesTheOldestFirstAndEachOnce()
    {
        foreach (var seq in (long[])[7, 3, 5])
        {
            unreleased.Add(seq, TimeSpan.Zero, isBacklog: false);
        }

        Assert.Equal([3, 5, 7, null], Enumerable.Range(0, 4).Select(_ => unreleased.TakeOverdue(Timeout)));
    }

    [Fact]
    public void MarkFailed_MakesItDueAfterAPause_NotAtOnce()
    {
        unreleased.Add(1, TimeSpan.Zero, isBacklog: false);
        unreleased.MarkFailed(1, TimeSpan.Zero);
        Assert.Null(unreleased.TakeOverdue(Unreleased.RetryPause - Instant));
        Assert.Equal(1, unreleased.TakeOverdue(Unreleased.RetryPause));
    }

    [Fact]
    public void AnythingAfterItsRelease_ChangesNothing()
    {
        unreleased.Add(1, TimeSpan.Zero, isBacklog: false);
        unreleased.Release([new SeqRange(1, 1)], TimeSpan.Zero);
        unreleased.MarkFailed(1, TimeSpan.Zero);
        unreleased.SetPoints(1, 5);
        Assert.Equal(0, unreleased.Count);
    }

    [Fact]
    public void Release_ARange_LetsGoOfItsEntriesAndCountsTheirPointsOnce()
    {
        for (var seq = 1; seq <= 5; seq++)
        {
            unreleased.Add(seq, TimeSpan.Zero, isBacklog: false);
            unreleased.SetPoints(seq, seq);
        }

        unreleased.TakeOverdue(Timeout);
        Assert.Equal((3, 9), unreleased.Release([new SeqRange(2, 4), new SeqRange(90, 99)], Timeout));
        Assert.Equal((0, 0), unreleased.Release([new SeqRange(2, 4)], Timeout));
        Assert.Equal(2, unreleased.Count);
    }

    [Fact]
    public void Release_AnEntry_MakesDueOnceWhatWasSentAgainInVain()
    {
        for (var seq = 1; seq <= 3; seq++)
        {
            unreleased.Add(seq, TimeSpan.Zero, isBacklog: false);
        }

        while (unreleased.TakeOverdue(Timeout) is not null)
        {
        }

        var now = Timeout + Instant;
        Assert.Null(unreleased.TakeOverdue(now));
        unreleased.Release([new SeqRange(1, 1)], now);
        Assert.Equal([2, 3, null], Enumerable.Range(0, 3).Select(_ => unreleased.TakeOverdue(now)));
        unreleased.Release([new SeqRange(2, 2)], now);
        Assert.Null(unreleased.TakeOverdue(now));
    }
}
