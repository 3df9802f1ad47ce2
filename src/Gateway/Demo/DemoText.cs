using System.Globalization;
using Gateway.Status;

namespace Gateway.Demo;

/// <summary>The demo's state in words: as a table, or as one line.</summary>
internal static class DemoText
{
    private const int ValuesShown = 3;
    private static readonly string[] Shown =
    [
        "motor_speed_rpm", "output_power_kw", "motor_current_a", "active_power_kw", "energy_import_kwh", "power_factor",
        "so2_mg_m3", "thc_ppm", "ch4_ppm", "o2_pct", "velocity_m_s",
    ];

    public static IReadOnlyList<string> Table(DemoState state) =>
    [
        $"Gateway demo   {Clock(state.Elapsed)}{Plant(state)}   status: {state.Address}/status   Ctrl-C stops",
        string.Empty,
        $"{"DEVICE",-14} {"LINK",-12} {"POLLS",7} {"FAILED",7}  NEWEST VALUES",
        .. state.Status.Devices.Select(Device),
        .. Section(
            $"{"RETROFIT",-14} {"MEASURED kWh",13} {"SAVED kWh",11} {"TRULY SAVED",12} {"COVERED s",10}",
            [.. state.Retrofits.Select(Retrofit)]),
        .. Section(
            $"{"POLLUTANT",-14} {"mg/m3 dry",10} {"at ref. O2",11} {"kg/h",9} {"LOAD kg",11} {"TRULY kg",11} {"COVERED s",10}",
            [.. state.Pollutants.Select(pollutant => Pollutant(pollutant, state))]),
        string.Empty,
        Delivery(state.Status),
    ];

    public static string Line(DemoState state)
    {
        var polls = state.Status.Devices.Select(device => $"{device.Device} {device.Polls}/{device.FailedPolls}");
        var saved = state.Retrofits.Select(retrofit =>
            $"{retrofit.Retrofit} {Number(retrofit.SavedKwh, 4)} kWh (true {Number(retrofit.TrueSavedKwh, 4)})");
        var loads = state.Pollutants.Select(pollutant =>
            $"{NameOf(pollutant, state)} {Number(pollutant.LoadKg, 5)} kg (true {Number(pollutant.TrueLoadKg, 5)})");
        return $"{Clock(state.Elapsed)} polls/failed: {string.Join(", ", polls)}{Part("saved", saved)}{Part("load", loads)} "
            + $"| {Delivery(state.Status)}";

        static string Part(string name, IEnumerable<string> parts) => parts.Any() ? $" | {name}: {string.Join(", ", parts)}" : string.Empty;
    }

    /// <summary>The outcome in one line.</summary>
    public static string Verdict(DemoSummary summary)
    {
        var silent = summary.Devices.Where(device => device.Polls <= device.Failures).Select(device => device.Device).ToList();
        return (summary.IsSuccess ? "ok: " : "FAILED: ")
            + $"{summary.PointsDelivered} of {summary.PointsRecorded} recorded points delivered, {summary.PointsLost} lost"
            + (silent.Count > 0 ? $"; no good poll of {string.Join(", ", silent)}" : string.Empty);
    }

    private static IReadOnlyList<string> Section(string head, IReadOnlyList<string> lines) =>
        lines.Count > 0 ? [string.Empty, head, .. lines] : [];

    // Named by its stack only where there are several.
    private static string NameOf(PollutantSummary load, DemoState state) =>
        state.Status.Stacks.Count > 1 ? $"{load.Stack} {load.Pollutant}" : load.Pollutant;

    private static string Device(DeviceStatus device)
    {
        var values = device.Values.Where(value => Shown.Contains(value.Field)).Take(ValuesShown)
            .Select(value => value.Value is { } number ? $"{value.Field} {Number(number, 2)}" : $"{value.Field} {value.Quality}");
        return $"{device.Device,-14} {device.Link,-12} {device.Polls,7} {device.FailedPolls,7}  {string.Join("  ", values)}";
    }

    private static string Retrofit(RetrofitSummary retrofit) =>
        $"{retrofit.Retrofit,-14} {Number(retrofit.MeasuredKwh, 4),13} {Number(retrofit.SavedKwh, 4),11} "
        + $"{Number(retrofit.TrueSavedKwh, 4),12} {Number(retrofit.CoveredS, 0),10}";

    private static string Pollutant(PollutantSummary load, DemoState state)
    {
        var now = state.Status.Stacks.Single(stack => stack.Stack == load.Stack).Pollutants.Single(now => now.Pollutant == load.Pollutant);
        return $"{NameOf(load, state),-14} {Number(now.ConcentrationMgM3, 2),10} {Number(now.CorrectedMgM3, 2),11} "
            + $"{Number(now.RateKgH, 3),9} {Number(load.LoadKg, 5),11} {Number(load.TrueLoadKg, 5),11} {Number(load.CoveredS, 0),10}";
    }

    private static string Delivery(GatewayStatus status)
    {
        var recorded = $"recorded {status.Journal.ReadingsRecorded} readings";
        return status.Delivery is not { } delivery
            ? recorded
            : $"{recorded}; {delivery.ReleasedEntries} entries ({delivery.PointsReleased} points) are in the database, "
                + $"{delivery.BacklogEntries} on the way";
    }

    private static string Plant(DemoState state) =>
        state.PlantElapsed > state.Elapsed * 1.5 ? $" (plant {Clock(state.PlantElapsed)})" : string.Empty;

    private static string Clock(TimeSpan span) =>
        span.ToString(span.TotalDays >= 1 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Number(double? value, int decimals) =>
        value is { } number && double.IsFinite(number) ? number.ToString($"F{decimals}", CultureInfo.InvariantCulture) : "–";
}
