using Gateway.Core;
using Gateway.Pipeline;

namespace Gateway.Tests.Pipeline;

public sealed class UnreleasedTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private readonly Unreleased unreleased = new(Timeout);

    [Fact]
    public void IsDue_NeverSent_IsTrue() => Assert.True(unreleased.IsDue(1, Start));

    [Fact]
    public void IsDue_JustSent_IsFalseUntilTheAcknowledgementIsOverdue()
    {
        unreleased.MarkSent(1, 10, Start);
        Assert.False(unreleased.IsDue(1, Start + Timeout));
        Assert.True(unreleased.IsDue(1, Start + Timeout + TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void MarkFailed_MakesItDueAfterAPause_NotAtOnce()
    {
        unreleased.MarkSent(1, 10, Start);
        unreleased.MarkFailed(1, Start);
        Assert.False(unreleased.IsDue(1, Start + Unreleased.RetryPause));
        Assert.True(unreleased.IsDue(1, Start + Unreleased.RetryPause + TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void MarkFailed_AfterItWasReleased_ChangesNothing()
    {
        unreleased.MarkSent(1, 10, Start);
        unreleased.Release([new SeqRange(1, 1)]);
        unreleased.MarkFailed(1, Start);
        Assert.Equal(0, unreleased.Count);
    }

    [Fact]
    public void Release_ARange_LetsGoOfItsEntriesAndCountsTheirPointsOnce()
    {
        for (var seq = 1; seq <= 5; seq++)
        {
            unreleased.MarkSent(seq, seq, Start);
        }

        Assert.Equal((3, 9), unreleased.Release([new SeqRange(2, 4), new SeqRange(90, 99)]));
        Assert.Equal((0, 0), unreleased.Release([new SeqRange(2, 4)]));
        Assert.Equal(2, unreleased.Count);
    }

    [Fact]
    public void OldestOverdue_NamesTheOldestOfSeveral()
    {
        unreleased.MarkSent(7, 1, Start);
        unreleased.MarkSent(3, 1, Start + TimeSpan.FromSeconds(1));
        unreleased.MarkSent(5, 1, Start + TimeSpan.FromSeconds(9));
        Assert.Null(unreleased.OldestOverdue(Start + Timeout));
        Assert.Equal(3, unreleased.OldestOverdue(Start + Timeout + TimeSpan.FromSeconds(2)));
    }
}
