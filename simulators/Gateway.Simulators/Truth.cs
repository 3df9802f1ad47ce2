using Gateway.Simulators.Physics;

namespace Gateway.Simulators;

/// <summary>
/// What truly happened in a plant, by integration of its physics; it knows neither registers nor how often anybody polled. A window that
/// is empty or turned round holds nothing.
/// </summary>
/// <param name="fan">The plant's fan.</param>
/// <param name="stack">The plant's stack.</param>
/// <param name="startedAt">When the plant started.</param>
public sealed class Truth(FanSystem fan, BoilerSystem stack, DateTimeOffset startedAt)
{
    private const double SecondsPerHour = 3600.0;

    /// <summary>When the plant started and its counters began to count.</summary>
    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Energy the drive saved against an outlet damper at the same flow, kWh.</summary>
    public double SavedKwh(DateTimeOffset from, DateTimeOffset to) => Integrate(timeS => fan.At(timeS).SavedKw / SecondsPerHour, from, to);

    /// <summary>Energy the drive took from the line, kWh.</summary>
    public double LineEnergyKwh(DateTimeOffset from, DateTimeOffset to) =>
        Integrate(timeS => fan.At(timeS).LineKw / SecondsPerHour, from, to);

    /// <summary>What left the stack, kg; NOx as NO2.</summary>
    public double LoadKg(Pollutant pollutant, DateTimeOffset from, DateTimeOffset to) =>
        Integrate(timeS => stack.At(timeS).EmittedKgS(pollutant), from, to);

    private static double Integrate(Func<double, double> ratePerS, DateTimeOffset from, DateTimeOffset to) =>
        Quadrature.Between(ratePerS, UnixTime.Seconds(from), UnixTime.Seconds(to));
}
