using CsCheck;
using Gateway.Core;
using Gateway.Pipeline;

namespace Gateway.Tests.Pipeline;

public sealed class SendOrderTests : IDisposable
{
    private readonly RecordedTicks recorded = new();

    public void Dispose() => recorded.Dispose();

    [Fact]
    public void TryReadLive_NothingBehind_GivesEachInOrder()
    {
        using var order = new SendOrder(recorded.Journal, recorded.Catalog);
        recorded.Commit(3);
        Assert.Equal([1L, 2, 3], Live(order));
        recorded.Commit(2);
        Assert.Equal([4L, 5], Live(order));
        Assert.Empty(Backlog(order));
    }

    [Fact]
    public void TryReadLive_AfterAnOutage_BeginsAtTheNewestAndTheRestIsBacklog()
    {
        using var order = new SendOrder(recorded.Journal, recorded.Catalog);
        recorded.Commit(2);
        Assert.Equal([1L, 2], Live(order));
        recorded.Commit(500);
        Assert.Equal([502L], Live(order));
        recorded.Commit(1);
        Assert.Equal([503L], Live(order));
        Assert.Equal(Range(3, 501), Backlog(order));
    }

    [Fact]
    public void TryReadLive_AtTheStart_LeavesWhatWasNotDeliveredToTheBacklog()
    {
        recorded.Commit(100);
        using var order = new SendOrder(recorded.Journal, recorded.Catalog);
        Assert.Equal([100L], Live(order));
        Assert.Equal(Range(1, 99), Backlog(order));
    }

    [Fact]
    public void TryReadBacklog_SecondOutageBeforeTheFirstIsMadeGood_GoesOnOldestFirst()
    {
        using var order = new SendOrder(recorded.Journal, recorded.Catalog);
        recorded.Commit(100);
        Assert.Equal([100L], Live(order));
        Assert.True(order.TryReadBacklog(out var first));
        Assert.Equal(1, first.Seq);
        recorded.Commit(100);
        Assert.Equal([200L], Live(order));
        Assert.Equal([.. Range(2, 99), .. Range(101, 199)], Backlog(order));
    }

    [Fact]
    public void Both_AnyOutages_GiveEachTickOnceAndEachPartInOrder() => Gen.Int[0, 60].Array[1, 20].Sample(
        commits =>
        {
            using var any = new RecordedTicks();
            using var order = new SendOrder(any.Journal, any.Catalog);
            var (live, backlog) = (new List<long>(), new List<long>());
            foreach (var commit in commits)
            {
                any.Commit(commit);
                live.AddRange(Live(order));
                backlog.AddRange(All(order.TryReadBacklog, atMost: 10));
            }

            backlog.AddRange(Backlog(order));
            Assert.Equal(live.Order(), live);
            Assert.Equal(Range(1, commits.Sum()), live.Concat(backlog).Distinct().Order());
        },
        iter: 15);

    [Fact]
    public void PassedOver_MorePiecesThanAreRemembered_JoinsTheLast()
    {
        using var order = new SendOrder(recorded.Journal, recorded.Catalog);
        for (var i = 0; i < SendOrder.MaxPieces + 5; i++)
        {
            recorded.Commit(SendOrder.MostBehind + 2);
            Live(order);
        }

        Assert.Equal(SendOrder.MaxPieces, order.Backlog.Count);
        Assert.Contains(recorded.Journal.CommittedEnd - 2, Backlog(order));
    }

    [Fact]
    public void Backlog_OfAMillionValues_TakesNoMemory()
    {
        using var many = new RecordedTicks(readingsInATick: 1000);
        using var order = new SendOrder(many.Journal, many.Catalog);
        many.Commit(100);
        Read(100);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        many.Commit(1000);
        Assert.Single(Live(order));
        Read(300);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2 << 20);

        void Read(int ticks)
        {
            for (var i = 0; i < ticks && order.TryReadBacklog(out _); i++)
            {
            }
        }
    }

    private static IEnumerable<long> Range(long first, long last) =>
        Enumerable.Range((int)first, (int)(last - first + 1)).Select(i => (long)i);

    private static List<long> Live(SendOrder order) => All(order.TryReadLive);

    private static List<long> Backlog(SendOrder order) => All(order.TryReadBacklog);

    private static List<long> All(Read read, int atMost = int.MaxValue)
    {
        var seqs = new List<long>();
        while (seqs.Count < atMost && read(out var tick))
        {
            seqs.Add(tick.Seq);
        }

        return seqs;
    }

    private delegate bool Read(out RecordedTick tick);
}
