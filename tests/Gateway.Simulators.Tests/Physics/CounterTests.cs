using CsCheck;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Physics;

public sealed class CounterTests
{
    private static double Rate(double timeS) => 1.0 + Math.Sin(timeS / 30.0);

    private static double Integral(double timeS) => timeS + (30.0 * (1.0 - Math.Cos(timeS / 30.0)));

    [Fact]
    public void At_AnyOrderOfReadings_IsTheIntegral() => Gen.Double[0, 5000].Array[1, 20].Sample(times =>
    {
        var counter = new Counter(Rate, 0.0, 100.0);
        return times.All(timeS => Math.Abs(counter.At(timeS) - 100.0 - Integral(timeS)) < 1e-4);
    });

    [Fact]
    public void At_LaterAndLater_NeverFalls()
    {
        var counter = new Counter(Rate, 0.0, 0.0);
        var values = Enumerable.Range(0, 20_000).Select(i => counter.At(i * 0.037)).ToArray();
        Assert.All(values.Zip(values.Skip(1)), pair => Assert.True(pair.Second >= pair.First));
    }

    [Fact]
    public void At_BeforeTheStart_IsTheStartValue() => Assert.Equal(42.0, new Counter(Rate, 100.0, 42.0).At(50.0));

    [Fact]
    public void At_ReadByManyAtOnce_IsTheSameForAll()
    {
        var counter = new Counter(Rate, 0.0, 0.0);
        Parallel.For(0, 2000, i => Assert.Equal(Integral(i * 7.0), counter.At(i * 7.0), 1e-3));
    }
}
