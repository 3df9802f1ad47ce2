namespace Gateway.Core.Tests;

public sealed class SampleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(30_000, Quality.Good, Quality.Good)]
    [InlineData(30_001, Quality.Good, Quality.Stale)]
    [InlineData(30_001, Quality.Timeout, Quality.Timeout)]
    [InlineData(-5, Quality.Stuck, Quality.Stuck)]
    public void HeldUntil_Age_MakesItStaleUnlessItIsWorseAlready(int ageMs, Quality quality, Quality expected)
    {
        var later = Start.AddMilliseconds(ageMs);

        Assert.Equal(new Sample(later, 4, expected), new Sample(Start, 4, quality).HeldUntil(later, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData(Quality.Good, Quality.NotAvailable)]
    [InlineData(Quality.Timeout, Quality.Timeout)]
    public void Of_ValueIsNoNumber_IsNeverGood(Quality quality, Quality expected)
    {
        var sample = Sample.Of(new Reading(0, Start, double.PositiveInfinity, quality));

        Assert.Equal(expected, sample.Quality);
        Assert.True(double.IsNaN(sample.Value));
    }

    [Theory]
    [InlineData(Quality.Good, 5, Quality.Good)]
    [InlineData(Quality.Stuck, 5, Quality.Stuck)]
    [InlineData(Quality.Calibration, 5, Quality.Calibration)]
    [InlineData(Quality.Good, double.NaN, Quality.NotAvailable)]
    public void Derived_WorstInput_DecidesWhetherThereIsANumber(Quality worst, double value, Quality expected)
    {
        var sample = Sample.Derived(Start, worst, value);

        Assert.Equal(expected, sample.Quality);
        Assert.Equal(expected.IsUsable ? value : double.NaN, sample.Value);
    }

    [Theory]
    [InlineData(1, Quality.Good, Quality.Good)]
    [InlineData(3, Quality.Good, Quality.Good)]
    [InlineData(3.01, Quality.Stuck, Quality.OutOfRange)]
    [InlineData(99, Quality.Timeout, Quality.Timeout)]
    public void Within_Range_KeepsWhatIsInsideAndWhatWasBadAlready(double value, Quality quality, Quality expected) =>
        Assert.Equal(expected, new Sample(Start, value, quality).Within(1, 3).Quality);

    [Fact]
    public void None_IsNeverUsable() => Assert.False(Sample.None.HeldUntil(Start, TimeSpan.FromDays(1)).IsUsable);
}
