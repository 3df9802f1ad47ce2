using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Physics;

public sealed class DemandTests
{
    [Fact]
    public void At_OfASteadyPower_RisesOverThePeriodAndStays()
    {
        var demand = new Demand(_ => 30.0, 0.0);
        Assert.Equal((0.0, 0.0), demand.At(59.9));
        Assert.Equal(10.0, demand.At(300.0).Last, 1e-9);
        Assert.Equal(30.0, demand.At(900.0).Last, 1e-9);
        Assert.Equal(30.0, demand.At(5000.0).Last, 1e-9);
    }

    [Fact]
    public void At_AfterAPeak_RemembersTheLargest()
    {
        var demand = new Demand(timeS => timeS < 1800.0 ? 50.0 : 5.0, 0.0);
        var (last, largest) = demand.At(7200.0);
        Assert.Equal(5.0, last, 1e-9);
        Assert.Equal(50.0, largest, 1e-9);
    }

    [Fact]
    public void At_ReadSeldomOrOften_IsTheSame()
    {
        Func<double, double> power = timeS => 20.0 + (10.0 * Math.Sin(timeS / 400.0));
        var often = new Demand(power, 0.0);
        for (var timeS = 0.0; timeS < 7000.0; timeS += 7.0)
        {
            often.At(timeS);
        }

        Assert.Equal(new Demand(power, 0.0).At(7000.0), often.At(7000.0));
    }

    [Fact]
    public void At_AClockSetBack_StartsAnew()
    {
        var demand = new Demand(_ => 30.0, 0.0);
        demand.At(5000.0);
        Assert.Equal(10.0, demand.At(300.0).Largest, 1e-9);
    }
}
