using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Physics;

public sealed class QuadratureTests
{
    [Fact]
    public void Between_OfACubic_IsExact() =>
        Assert.Equal(10_000.0 - 1.0, Quadrature.Between(t => 4.0 * t * t * t, 1.0, 10.0), 1e-8);

    [Fact]
    public void Between_OfAWaveFasterThanAnyPlants_MatchesTheClosedForm() =>
        Assert.Equal(Math.Sin(700.0 / 6.0) * 6.0, Quadrature.Between(t => Math.Cos(t / 6.0), 0.0, 700.0), 1e-4);

    [Fact]
    public void Between_OfTwoWindows_AddsUp()
    {
        Func<double, double> rate = t => 2.0 + Math.Sin(t / 20.0);
        Assert.Equal(
            Quadrature.Between(rate, 0.0, 1000.0),
            Quadrature.Between(rate, 0.0, 333.3) + Quadrature.Between(rate, 333.3, 1000.0),
            1e-6);
    }

    [Theory]
    [InlineData(5.0, 5.0)]
    [InlineData(5.0, 4.0)]
    public void Between_EmptyOrTurnedRound_IsZero(double fromS, double toS) =>
        Assert.Equal(0.0, Quadrature.Between(_ => 1.0, fromS, toS));

    [Fact]
    public void Between_OverAYear_StaysWithinTheCellsAndStillMeasuresTheWholeWindow()
    {
        var evaluations = 0L;
        const double yearS = 365.0 * 86_400.0;
        var length = Quadrature.Between(_ => { evaluations++; return 1.0; }, 0.0, yearS);
        Assert.Equal(yearS, length, 0.01);
        Assert.Equal(3L * Quadrature.MaxCells, evaluations);
    }
}
