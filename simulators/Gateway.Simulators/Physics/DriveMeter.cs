namespace Gateway.Simulators.Physics;

/// <summary>What a meter on the line side of a drive measures, and what it counts from the moment the plant started.</summary>
public sealed class DriveMeter
{
    private const double SecondsPerHour = 3600.0;

    private readonly Func<double, double> lineKw;
    private readonly SupplyLine line;
    private readonly double resolutionKwh;
    private readonly Counter importKwh;
    private readonly Counter importKvarh;
    private readonly Counter[] phaseImportKwh;
    private readonly Demand active;
    private readonly Demand apparent;
    private readonly Demand[] currents;

    /// <summary>A meter in front of a drive.</summary>
    /// <param name="scenario">The meter's settings.</param>
    /// <param name="lineKw">What the drive takes, kW, at seconds since 1970-01-01 UTC.</param>
    /// <param name="line">The line it is fed from.</param>
    /// <param name="startS">When the counters stood at their start values, seconds since 1970-01-01 UTC.</param>
    public DriveMeter(MeterScenario scenario, Func<double, double> lineKw, SupplyLine line, double startS)
    {
        this.lineKw = lineKw;
        this.line = line;
        resolutionKwh = scenario.ResolutionKwh;
        var startKwh = scenario.StartKwh;
        importKwh = new Counter(timeS => lineKw(timeS) / SecondsPerHour, startS, startKwh);
        importKvarh = new Counter(timeS => LineAt(timeS).ReactiveKvar / SecondsPerHour, startS, startKwh / 2.0);
        phaseImportKwh = [.. Phases().Select(phase =>
            new Counter(timeS => phase(LineAt(timeS)).ActiveKw / SecondsPerHour, startS, startKwh / 3.0))];
        active = new Demand(lineKw, startS);
        apparent = new Demand(timeS => LineAt(timeS).ApparentKva, startS);
        currents = [.. Phases().Select(phase => new Demand(timeS => phase(LineAt(timeS)).CurrentA, startS))];

        static Func<LineState, PhaseState>[] Phases() => [state => state.L1, state => state.L2, state => state.L3];
    }

    /// <summary>Voltages, currents and powers at an instant, seconds since 1970-01-01 UTC.</summary>
    public LineState LineAt(double timeS) => line.At(lineKw(timeS), timeS);

    /// <summary>Active energy taken from the line, kWh, down to the counter's last digit.</summary>
    public double ImportKwhAt(double timeS) => Shown(importKwh.At(timeS));

    /// <summary>Reactive energy taken from the line, kvarh, down to the counter's last digit.</summary>
    public double ImportKvarhAt(double timeS) => Shown(importKvarh.At(timeS));

    /// <summary>Active energy of one phase, 0..2, kWh, down to the counter's last digit.</summary>
    public double PhaseImportKwhAt(int phase, double timeS) => Shown(phaseImportKwh[phase].At(timeS));

    /// <summary>Active power's demand and its largest so far, kW.</summary>
    public (double Last, double Largest) ActiveDemandAt(double timeS) => active.At(timeS);

    /// <summary>Apparent power's demand and its largest so far, kVA.</summary>
    public (double Last, double Largest) ApparentDemandAt(double timeS) => apparent.At(timeS);

    /// <summary>Demand of one phase's current, 0..2, A.</summary>
    public double CurrentDemandAt(int phase, double timeS) => currents[phase].At(timeS).Last;

    private double Shown(double counted) => Math.Floor(counted / resolutionKwh) * resolutionKwh;
}
