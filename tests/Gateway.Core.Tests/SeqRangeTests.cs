using CsCheck;

namespace Gateway.Core.Tests;

public sealed class SeqRangeTests
{
    [Fact]
    public void Merge_AnyRanges_CoverTheSameNumbersInFewestRanges() =>
        Gen.Select(Gen.Long[0, 60], Gen.Long[0, 6], (first, length) => new SeqRange(first, first + length)).Array[0, 15].Sample(ranges =>
        {
            var merged = SeqRange.Merge(ranges);
            Assert.Equal(Numbers(ranges), merged.SelectMany(range => Numbers([range])));
            Assert.All(merged.Zip(merged.Skip(1)), pair => Assert.True(pair.First.Last + 1 < pair.Second.First));
        });

    [Fact]
    public void Merge_GreatestNumbers_DoNotOverflow() => Assert.Equal(
        [new SeqRange(5, long.MaxValue)], SeqRange.Merge([new(6, long.MaxValue), new(long.MaxValue, long.MaxValue), new(5, 5)]));

    private static IEnumerable<long> Numbers(IEnumerable<SeqRange> ranges) => ranges
        .SelectMany(range => Enumerable.Range((int)range.First, (int)(range.Last - range.First) + 1))
        .Distinct().Order().Select(number => (long)number);
}
