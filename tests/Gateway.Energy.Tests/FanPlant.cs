using Gateway.Core;

namespace Gateway.Energy.Tests;

/// <summary>A fan with its meter and its drive, and the calculation on it.</summary>
internal sealed class FanPlant
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    public const double RatedRpm = 1480;
    public const double FullFlowKw = 80;

    private readonly int power;
    private readonly int speed;

    public FanPlant(FanCurve? curve = null, string powerUnit = "kW")
    {
        power = Catalog.Add(new Series("meter", [new("device", "fan-meter")], "active_power", powerUnit));
        speed = Catalog.Add(new Series("vfd", [new("device", "fan-vfd")], "motor_speed_rpm", "rpm"));
        Savings = new RetrofitSavings(
            new FanSavingsDefinition
            {
                Name = "id-fan", RatedSpeedRpm = RatedRpm, FullFlowPowerKw = FullFlowKw, Curve = curve ?? FanCurve.OutletDamper,
                LargestGap = TimeSpan.FromSeconds(30), LargestDriverAge = TimeSpan.FromSeconds(30),
            },
            power, speed, Catalog);
    }

    public Catalog Catalog { get; } = [];

    public RetrofitSavings Savings { get; }

    public List<Reading> Results { get; } = [];

    public static DateTimeOffset At(double seconds) => Start.AddMilliseconds(Math.Round(seconds * 1000));

    public Reading Power(double seconds, double value, Quality quality = Quality.Good) => new(power, At(seconds), value, quality);

    public Reading Speed(double seconds, double rpm, Quality quality = Quality.Good) => new(speed, At(seconds), rpm, quality);

    public void Fold(params ReadOnlySpan<Reading> readings)
    {
        foreach (var reading in readings)
        {
            Savings.Fold(reading, Results);
        }
    }

    /// <summary>One poll: the speed, then the power.</summary>
    public void Poll(double seconds, double speedFraction, double kw, Quality quality = Quality.Good) =>
        Fold(Speed(seconds, speedFraction * RatedRpm), Power(seconds, kw, quality));

    /// <summary>The results of one field, oldest first.</summary>
    public List<Reading> Of(string period, string field)
    {
        var series = Catalog.Find($"savings,period={period},retrofit=id-fan {field}");
        return [.. Results.Where(result => result.Series == series)];
    }
}
