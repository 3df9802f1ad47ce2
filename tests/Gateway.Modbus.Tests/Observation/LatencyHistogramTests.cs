using CsCheck;

namespace Gateway.Modbus.Tests.Observation;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_OfNothing_IsUnknown() => Assert.Null(new LatencyHistogram().Percentile(0.5));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 7)]
    [InlineData(8, 8)]
    [InlineData(16, 17)]
    [InlineData(1000, 1023)]
    public void Percentile_OfOneDuration_IsTheTopOfItsBucket(int microseconds, int expected)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.FromMicroseconds(microseconds));
        Assert.Equal(TimeSpan.FromMicroseconds(expected), histogram.Percentile(0.5));
    }

    [Fact]
    public void Percentile_OfAnyDurations_IsAtMostAnEighthAboveTheExactOne() =>
        Gen.Int[0, 100_000_000].Array[1, 200].Sample(microseconds =>
        {
            var histogram = new LatencyHistogram();
            foreach (var duration in microseconds)
                histogram.Record(TimeSpan.FromMicroseconds(duration));

            var sorted = microseconds.Order().ToArray();
            foreach (var share in new[] { 0.5, 0.99, 1 })
            {
                var exact = sorted[(int)Math.Ceiling(sorted.Length * share) - 1];
                var found = histogram.Percentile(share)!.Value.TotalMicroseconds;
                Assert.InRange(found, exact, exact * 1.125);
            }
        });

    [Fact]
    public void Record_OfAnAge_FallsIntoTheLastBucketAndNoFurther()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(TimeSpan.MaxValue);
        Assert.True(histogram.Percentile(0.99) > TimeSpan.FromHours(1));
    }
}
