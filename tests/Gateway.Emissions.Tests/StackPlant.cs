using Gateway.Core;

namespace Gateway.Emissions.Tests;

/// <summary>A stack with its instruments, and the calculation on it. The gas is that of the flow vectors.</summary>
internal sealed class StackPlant
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
    public const double FlowM3PerH = 454_362.745;

    private readonly Dictionary<string, int> series = [];

    public StackPlant(Func<StackLoadDefinition, StackLoadDefinition>? change = null, string gasUnit = "mg/m3", string pressureUnit = "kPa")
    {
        (string Field, string Unit)[] all =
        [
            ("velocity", "m/s"), ("temperature", "degC"), ("pressure", pressureUnit), ("moisture", "%"), ("o2", "%"),
            ("so2", gasUnit), ("no", gasUnit), ("no2", gasUnit), ("dust", "mg/m3"),
        ];
        foreach (var (field, unit) in all)
        {
            series[field] = Catalog.Add(new Series("cems", [new("device", "cems")], field, unit));
        }

        Load = new StackLoad((change ?? (definition => definition))(Definition), Inputs, Catalog);
    }

    public static StackLoadDefinition Definition { get; } = new()
    {
        Name = "boiler-1", AreaM2 = 12.5, VelocityCoefficient = 1, ReferenceOxygenPct = 6, BarometricPressurePa = 100_800,
        Pollutants =
        [
            new(PollutantKind.So2), new(PollutantKind.Nox), new(PollutantKind.Dust, GasBasis.Wet, GasCondition.Actual),
        ],
        LargestGap = TimeSpan.FromSeconds(30), LargestAge = TimeSpan.FromSeconds(30),
    };

    public Catalog Catalog { get; } = [];

    public StackLoad Load { get; }

    public List<Reading> Results { get; } = [];

    public StackInputs Inputs => new()
    {
        Velocity = series["velocity"], Temperature = series["temperature"], StaticPressure = series["pressure"],
        Moisture = series["moisture"], Oxygen = series["o2"], So2 = series["so2"], No = series["no"], No2 = series["no2"],
        Dust = series["dust"],
    };

    public static DateTimeOffset At(double seconds) => Start.AddMilliseconds(Math.Round(seconds * 1000));

    public Reading Read(string field, double seconds, double value, Quality quality = Quality.Good) =>
        new(series[field], At(seconds), value, quality);

    public void Fold(params ReadOnlySpan<Reading> readings)
    {
        foreach (var reading in readings)
        {
            Load.Fold(reading, Results);
        }
    }

    /// <summary>One poll of all instruments, the velocity last.</summary>
    public void Poll(double t, Func<Reading, Reading>? change = null)
    {
        Reading[] readings =
        [
            Read("temperature", t, 85), Read("pressure", t, -0.5), Read("moisture", t, 12), Read("o2", t, 8),
            Read("so2", t, 28.4), Read("no", t, 20), Read("no2", t, 3), Read("dust", t, 4), Read("velocity", t, 15.2),
        ];
        Fold([.. readings.Select(change ?? (reading => reading))]);
    }

    public void Run(int from, int to, int step, Func<Reading, Reading>? change = null)
    {
        for (var t = from; t <= to; t += step)
        {
            Poll(t, change);
        }
    }

    public bool Is(Reading reading, string field) => reading.Series == series[field];

    /// <summary>The results of one pollutant's field, oldest first.</summary>
    public List<Reading> Of(string pollutant, string period, string field) =>
        OfKey($"emission,period={period},pollutant={pollutant},stack=boiler-1 {field}");

    public List<Reading> OfKey(string key)
    {
        var index = Catalog.Find(key);
        Assert.NotNull(index);
        return [.. Results.Where(result => result.Series == index)];
    }
}
