using CsCheck;
using Gateway.Bridge;
using Gateway.Core;

namespace Gateway.Tests.Bridge;

public sealed class SequenceGapsTests
{
    private const long Skip = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Later = 2 * Patience;

    [Fact]
    public void Note_LiveAheadOfTheBacklogThatFollows_IsNoHole()
    {
        var gaps = Watching(upTo: 100);
        gaps.Note(new(5000, 5000), isBacklog: false, Later);
        for (var seq = 101; seq < 5000; seq++)
        {
            Assert.Empty(gaps.TakeHoles(Later + TimeSpan.FromSeconds(seq)));
            gaps.Note(new(seq, seq), isBacklog: true, Later + TimeSpan.FromSeconds(seq));
        }

        Assert.Empty(gaps.TakeHoles(TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Note_ANumberTheBacklogPassesOver_IsAHoleOnce()
    {
        var gaps = Watching(upTo: 100);
        gaps.Note(new(110, 110), isBacklog: false, Later);
        gaps.Note(new(101, 104), isBacklog: true, Later);
        gaps.Note(new(106, 109), isBacklog: true, Later);
        Assert.Empty(gaps.TakeHoles(Later + Patience - TimeSpan.FromTicks(1)));
        Assert.Equal([new SeqRange(105, 105)], gaps.TakeHoles(Later + Patience));
        Assert.Empty(gaps.TakeHoles(Later + (2 * Patience)));
        Assert.Equal([new SeqRange(105, 105)], gaps.Holes);
        gaps.Note(new(105, 105), isBacklog: false, Later + (2 * Patience));
        Assert.Empty(gaps.Holes);
    }

    [Fact]
    public void Note_ABridgeThatBeginsAmongOthersWork_KnowsNothingOfIt()
    {
        var gaps = new SequenceGaps(Patience, Skip);
        gaps.Note(new(100, 100), isBacklog: true, TimeSpan.Zero);
        gaps.Note(new(5000, 5000), isBacklog: false, TimeSpan.Zero);
        gaps.Note(new(50, 50), isBacklog: false, TimeSpan.FromMinutes(1));
        gaps.Note(new(5010, 5010), isBacklog: false, Patience);
        gaps.Note(new(5011, 5011), isBacklog: false, Later);
        Assert.Empty(gaps.TakeHoles(TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Note_TheJournalSkippedAfterAnUncleanStop_IsNoHole()
    {
        var gaps = Watching(upTo: 100);
        gaps.Note(new(Gateway.Journal.JournalWriter.SeqSkip + 100, Gateway.Journal.JournalWriter.SeqSkip + 100), isBacklog: false, Later);
        gaps.Note(new(101, 140), isBacklog: true, Later);
        Assert.Empty(gaps.TakeHoles(TimeSpan.FromDays(1)));
        Assert.Empty(gaps.Holes);
    }

    [Fact]
    public void Note_ManyGaps_AreBounded()
    {
        var gaps = Watching(upTo: 100);
        for (var seq = 102; seq < 2000; seq += 2)
        {
            gaps.Note(new(seq, seq), isBacklog: false, Later);
        }

        Assert.Equal(SequenceGaps.MostGaps, gaps.TakeHoles(TimeSpan.FromDays(1)).Count);
    }

    [Fact]
    public void TakeHoles_AnyOrder_AreTheNumbersThatNeverCame() =>
        Gen.Select(Gen.Bool.Array[1, 60], Gen.Int[0, int.MaxValue]).Sample((came, seed) =>
        {
            var gaps = Watching(upTo: 100);
            long[] order = [.. Enumerable.Range(101, came.Length).Where(seq => came[seq - 101]).Select(seq => (long)seq)];
            new Random(seed).Shuffle(order);
            foreach (var seq in order.Append(101 + came.Length))
            {
                gaps.Note(new(seq, seq), isBacklog: true, Later);
            }

            var missing = gaps.TakeHoles(TimeSpan.FromDays(1)).OrderBy(hole => hole.First)
                .SelectMany(hole => Enumerable.Range((int)hole.First, (int)hole.Count));
            Assert.Equal(Enumerable.Range(101, came.Length).Where(seq => !came[seq - 101]), missing);
        });

    private static SequenceGaps Watching(long upTo)
    {
        var gaps = new SequenceGaps(Patience, Skip);
        gaps.Note(new(1, 1), isBacklog: false, TimeSpan.Zero);
        gaps.Note(new(2, upTo), isBacklog: false, Patience);
        return gaps;
    }
}
