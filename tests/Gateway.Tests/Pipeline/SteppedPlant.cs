using Gateway.Configuration;
using Gateway.Core;
using Gateway.Pipeline;
using Gateway.TestKit.Servers;

namespace Gateway.Tests.Pipeline;

/// <summary>A fan and a stack, polled every 10 s by what truly passes, while somebody sets the machine's clock.</summary>
internal sealed class SteppedPlant
{
    public static readonly DateTimeOffset Start = new(2026, 5, 1, 20, 17, 0, TimeSpan.Zero);
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    public const double MostKw = 25;
    public const double MostKgPerH = 5;

    private static readonly Lazy<GatewayOptions> Options = new(Read);
    private readonly Installation installation = Installation.Of(Options.Value);
    private readonly SetClock clock = new(Start);
    private readonly List<Tick> ticks = [];
    private PlantTime time;

    public SteppedPlant() => time = NewTime(null);

    public IEnumerable<Reading> All => ticks.SelectMany(tick => tick.Readings.Concat(tick.Results));

    public IReadOnlyList<Reading> Results => [.. ticks.SelectMany(tick => tick.Results)];

    public Catalog Catalog => installation.Catalog;

    public double MeasuredKwh => installation.Retrofits[0].Savings.Totals.MeasuredKwh;

    public double LoadKg => installation.Stacks[0].Load.Totals[0].LoadKg;

    public TimeSpan Covered => installation.Retrofits[0].Savings.Totals.Covered;

    /// <summary>The energy of the minute and of the hour that are not over yet.</summary>
    public (double Minute, double Hour) UnderWayKwh =>
        (installation.Retrofits[0].Savings.State.Minute![1].ValueHours, installation.Retrofits[0].Savings.State.Hour![1].ValueHours);

    /// <summary>Runs for so many polls; before the poll of that number, and as many seconds before it, the clock is set.</summary>
    public SteppedPlant Run(int polls, params ReadOnlySpan<(int Poll, int SecondsBefore, TimeSpan By)> steps)
    {
        for (var poll = 0; poll < polls; poll++)
        {
            var left = Interval;
            foreach (var step in steps)
            {
                if (step.Poll == poll)
                {
                    clock.Pass(left - TimeSpan.FromSeconds(step.SecondsBefore));
                    left = TimeSpan.FromSeconds(step.SecondsBefore);
                    clock.Set(step.By);
                }
            }

            clock.Pass(left);
            Record();
        }

        return this;
    }

    /// <summary>A restart in no time: the state is taken up from a checkpoint, the clock from the newest stamp.</summary>
    public void Restart()
    {
        installation.Calculations.RestoreCheckpoint(installation.Calculations.SaveCheckpoint());
        time = NewTime(ticks[^1].Readings[^1].Time);
    }

    /// <summary>The results that follow from the recorded readings, computed anew.</summary>
    public IReadOnlyList<Reading> Replayed()
    {
        var results = new List<Reading>();
        var calculations = Installation.Of(Options.Value).Calculations;
        ticks.ForEach(tick => calculations.Fold(tick.Readings, results));
        return results;
    }

    public IEnumerable<Reading> Of(string key) =>
        Catalog.Find(key) is { } series
            ? All.Where(reading => reading.Series == series)
            : throw new ArgumentException(key);

    private void Record()
    {
        var now = time.Steady.GetUtcNow();
        var told = time.Turn();
        var polled = Polled(ticks.Count).Select((value, i) => Stamped(value.Key, value.Value, now.AddMilliseconds(i)));
        Reading[] readings = [.. told, .. polled];
        var results = new List<Reading>();
        installation.Calculations.Fold(readings, results);
        ticks.Add(new Tick(readings, results, default));
    }

    private Reading Stamped(string key, double value, DateTimeOffset at) =>
        new(Catalog.Find(key)!.Value, time.Stamp(at), value, Quality.Good);

    private static (string Key, double Value)[] Polled(int poll) =>
    [
        ("vfd,device=drive motor_speed_rpm", 1000 + (200 * Math.Sin(poll / 7.0))),
        ("meter,device=meter active_power_kw", 20 + (5 * Math.Cos(poll / 5.0))),
        ("cems,device=monitor temperature_c", 120),
        ("cems,device=monitor static_pressure_pa", -500),
        ("cems,device=monitor o2_pct", 8),
        ("cems,device=monitor so2_mg_m3", 50 + (10 * Math.Sin(poll / 11.0))),
        ("cems,device=monitor velocity_m_s", 12 + Math.Sin(poll / 3.0)),
    ];

    private PlantTime NewTime(DateTimeOffset? newest) => new(clock, newest, installation.Clock, () => null, (_, _) => { });

    private static GatewayOptions Read()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("gateway.yaml"), """
            site: s
            gateway: g
            links:
              - name: line
                tcp: 192.0.2.1
                devices:
                  - { name: drive, profile: abb-acs580, unit: 1, interval: 10s }
                  - { name: meter, profile: eastron-sdm630, unit: 2, interval: 10s }
                  - { name: monitor, profile: simulated-cems, unit: 3, interval: 10s }
            retrofits:
              - name: fan
                baseline: { kind: fan_curve, control: outlet_damper, full_flow_power_kw: 43.4, rated_speed_rpm: 1480 }
                power: meter.active_power_kw
                speed: drive.motor_speed_rpm
            stacks:
              - name: chimney
                duct_area_m2: 1.5
                velocity_coefficient: 0.97
                reference_oxygen_pct: 6
                velocity: monitor.velocity_m_s
                temperature: monitor.temperature_c
                static_pressure: monitor.static_pressure_pa
                barometric_pressure_pa: 100800
                moisture_pct: 8
                oxygen: monitor.o2_pct
                so2: { reading: monitor.so2_mg_m3 }
            """);
        var read = GatewayFile.Read(folder.File("gateway.yaml"));
        Assert.Empty(read.Faults);
        return read.Value;
    }
}
