using Gateway.Simulators.Physics;

namespace Gateway.Simulators;

/// <summary>
/// What truly happened in a plant, by integration of its physics; it knows neither registers nor how often anybody polled, nor what went
/// wrong with a device. A window that is empty or turned round holds nothing.
/// </summary>
public sealed class Truth
{
    private const double SecondsPerHour = 3600.0;

    private readonly Dictionary<string, RetrofitTruth> retrofits;
    private readonly Dictionary<string, StackTruth> stacks;

    /// <summary>The truth of a plant.</summary>
    /// <param name="startedAt">When it started.</param>
    /// <param name="retrofits">Its machines by name.</param>
    /// <param name="stacks">Its stacks by name.</param>
    internal Truth(DateTimeOffset startedAt, Dictionary<string, RetrofitTruth> retrofits, Dictionary<string, StackTruth> stacks)
    {
        StartedAt = startedAt;
        this.retrofits = retrofits;
        this.stacks = stacks;
    }

    /// <summary>When the plant started and its counters began to count.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>The machines that got a drive.</summary>
    public IReadOnlyCollection<string> Retrofits => retrofits.Keys;

    /// <summary>The stacks and ducts.</summary>
    public IReadOnlyCollection<string> Stacks => stacks.Keys;

    /// <summary>What passes a stack.</summary>
    public IReadOnlyList<Pollutant> Pollutants(string stack) => stacks[stack].Pollutants;

    /// <summary>Energy a drive saved against the machine's throttled run at the same flow, kWh.</summary>
    public double SavedKwh(string retrofit, DateTimeOffset from, DateTimeOffset to) =>
        Integrate(timeS => retrofits[retrofit].SavedKw(timeS) / SecondsPerHour, from, to);

    /// <summary>Energy a drive took from the line, kWh.</summary>
    public double LineEnergyKwh(string retrofit, DateTimeOffset from, DateTimeOffset to) =>
        Integrate(timeS => retrofits[retrofit].LineKw(timeS) / SecondsPerHour, from, to);

    /// <summary>What passed a stack, kg; NOx as NO2, hydrocarbons as carbon.</summary>
    public double LoadKg(string stack, Pollutant pollutant, DateTimeOffset from, DateTimeOffset to) =>
        Integrate(timeS => stacks[stack].KgS(pollutant, timeS), from, to);

    private static double Integrate(Func<double, double> ratePerS, DateTimeOffset from, DateTimeOffset to) =>
        Quadrature.Between(ratePerS, UnixTime.Seconds(from), UnixTime.Seconds(to));
}

/// <summary>A machine on a drive, as functions of seconds since 1970-01-01 UTC.</summary>
/// <param name="SavedKw">What the drive saves, kW.</param>
/// <param name="LineKw">What it takes, kW.</param>
internal sealed record RetrofitTruth(Func<double, double> SavedKw, Func<double, double> LineKw);

/// <summary>A stack.</summary>
/// <param name="Pollutants">What passes it.</param>
/// <param name="KgS">How much of one, kg/s, at seconds since 1970-01-01 UTC.</param>
internal sealed record StackTruth(IReadOnlyList<Pollutant> Pollutants, Func<Pollutant, double, double> KgS);
