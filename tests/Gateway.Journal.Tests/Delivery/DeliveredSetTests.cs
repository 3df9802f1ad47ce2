using CsCheck;
using Gateway.Core;

namespace Gateway.Journal.Tests;

public sealed class DeliveredSetTests
{
    private static readonly Gen<SeqRange> Range = Gen.Select(
        Gen.Long[1, 60], Gen.Long[0, 8], (first, length) => new SeqRange(first, first + length - 1));

    [Fact]
    public void Acknowledge_AnyRanges_IsTheSameAsASetOfNumbers() => Range.Array[0, 30].Sample(ranges =>
    {
        var set = new DeliveredSet(5);
        var model = new HashSet<long>();
        foreach (var range in ranges)
        {
            Assert.True(set.Acknowledge(range));
            for (var seq = range.First; seq <= range.Last; seq++)
            {
                model.Add(seq);
            }
        }

        var position = 5L;
        while (model.Contains(position))
        {
            position++;
        }

        Assert.Equal(position, set.Position);
        Assert.All(Enumerable.Range(1, 80), seq => Assert.Equal(seq < 5 || model.Contains(seq), set.Contains(seq)));
        Assert.Equal(Enumerable.Range(5, 60).Count(seq => !model.Contains(seq)), set.CountMissing(new SeqRange(1, 64)));
        var ahead = set.Ahead;
        Assert.All(ahead.Skip(1).Zip(ahead), pair => Assert.True(pair.First.First > pair.Second.Last + 1));
    });

    [Fact]
    public void Acknowledge_MoreRangesThanFit_ForgetsThemButNotWhatJoins()
    {
        var set = new DeliveredSet(1);
        for (var i = 1; i <= DeliveredSet.MaxRanges; i++)
        {
            Assert.True(set.Acknowledge(new SeqRange(i * 2, i * 2)));
        }

        var beyond = (DeliveredSet.MaxRanges * 2) + 10;
        Assert.False(set.Acknowledge(new SeqRange(beyond, beyond)));
        Assert.False(set.Contains(beyond));
        Assert.True(set.Acknowledge(new SeqRange(1, 1)));
        Assert.Equal(3, set.Position);
        Assert.True(set.Acknowledge(new SeqRange(beyond, beyond)));
    }

    [Fact]
    public void Skip_NoRoom_IsRememberedAllTheSame()
    {
        var set = new DeliveredSet(1);
        for (var i = 1; i <= DeliveredSet.MaxRanges + 5; i++)
        {
            set.Skip(new SeqRange(i * 2, i * 2));
        }

        Assert.Equal(DeliveredSet.MaxRanges + 5, set.Ahead.Count);
    }

    [Fact]
    public void Acknowledge_EveryNumber_DoesNotOverflow()
    {
        var set = new DeliveredSet(1);
        set.Acknowledge(new SeqRange(5, 6));
        set.Acknowledge(new SeqRange(long.MinValue, long.MaxValue));
        Assert.Equal(long.MaxValue, set.Position);
        Assert.Equal(0, set.CountMissing(new SeqRange(long.MinValue, long.MaxValue)));
        Assert.True(set.Acknowledge(new SeqRange(long.MaxValue, long.MaxValue)));
    }

    [Fact]
    public void Acknowledge_HugeRange_IsOneRange()
    {
        var set = new DeliveredSet(1);
        set.Skip(new SeqRange(10, 2_000_009));
        Assert.True(set.Acknowledge(new SeqRange(1, 9)));
        Assert.Equal(2_000_010, set.Position);
        Assert.Empty(set.Ahead);
    }
}
