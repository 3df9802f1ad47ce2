using CsCheck;

namespace Gateway.Core.Tests;

public sealed class PeriodTests
{
    private static readonly TimeSpan[] Lengths = [Period.Minute, Period.Hour, Period.Day];

    [Fact]
    public void Containing_InstantOnTheEdge_BelongsToTheNextPeriod()
    {
        var nine = new DateTimeOffset(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);

        Assert.Equal(new Period(nine, nine.AddHours(1)), Period.Containing(nine, Period.Hour));
        Assert.Equal(new Period(nine.AddHours(-1), nine), Period.Containing(nine.AddMilliseconds(-1), Period.Hour));
    }

    [Fact]
    public void Containing_InstantOfAnotherOffset_IsAlignedToUtc()
    {
        var local = new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.FromHours(8));

        Assert.Equal(new DateTimeOffset(2025, 12, 31, 0, 0, 0, TimeSpan.Zero), Period.Containing(local, Period.Day).Start);
    }

    [Fact]
    public void Containing_AnyInstant_IsInThatPeriodOnly() => Gen.Select(
        Gen.Long[0, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds),
        Gen.Int[0, 2].Select(i => Lengths[i])).Sample((instant, length) =>
    {
        var period = Period.Containing(instant, length);
        return period.Contains(instant) && !period.Next.Contains(instant) && period.Length == length && period.Next.Start == period.End;
    });
}
