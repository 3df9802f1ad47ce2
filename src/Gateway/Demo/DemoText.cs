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
        "so2_mg_m3", "o2_pct", "velocity_m_s",
    ];

    public static IReadOnlyList<string> Table(DemoState state) =>
    [
        $"Gateway demo   {Clock(state.Elapsed)}{Plant(state)}   status: {state.Address}/status   Ctrl-C stops",
        string.Empty,
        $"{"DEVICE",-14} {"LINK",-12} {"POLLS",7} {"FAILED",7}  NEWEST VALUES",
        .. state.Status.Devices.Select(Device),
        string.Empty,
        $"{"RETROFIT",-14} {"BASELINE kWh",13} {"MEASURED kWh",13} {"SAVED kWh",11} {"TRULY SAVED",12}",
        .. state.Status.Retrofits.Select(retrofit => Retrofit(retrofit, state.Truth)),
        string.Empty,
        $"{"STACK",-14} {"POLLUTANT",-10} {"mg/m3 dry",10} {"at ref. O2",11} {"kg/h",9} {"LOAD kg",11} {"TRULY kg",11}",
        .. state.Status.Stacks.SelectMany(stack => stack.Pollutants.Select(pollutant => Pollutant(stack.Stack, pollutant, state.Truth))),
        string.Empty,
        Delivery(state.Status),
    ];

    public static string Line(DemoState state)
    {
        var polls = state.Status.Devices.Select(device => $"{device.Device}={device.Polls}/{device.FailedPolls}");
        var saved = state.Status.Retrofits.Select(retrofit =>
            $"{retrofit.Retrofit}={Number(retrofit.SavedKwh, 4)}kWh(true {Number(True(state.Truth.SavedKwh, retrofit.Retrofit), 4)})");
        var loads = state.Status.Stacks.SelectMany(stack => stack.Pollutants.Select(pollutant =>
            $"{pollutant.Pollutant}={Number(pollutant.LoadKg, 5)}kg(true {TrueLoad(stack.Stack, pollutant, state.Truth)})"));
        return $"{Clock(state.Elapsed)} polls/failed {string.Join(' ', polls)} | saved {string.Join(' ', saved)} "
            + $"| load {string.Join(' ', loads)} | {Delivery(state.Status)}";
    }

    private static string Device(DeviceStatus device)
    {
        var values = device.Values.Where(value => Shown.Contains(value.Field)).Take(ValuesShown)
            .Select(value => value.Value is { } number ? $"{value.Field} {Number(number, 2)}" : $"{value.Field} {value.Quality}");
        return $"{device.Device,-14} {device.Link,-12} {device.Polls,7} {device.FailedPolls,7}  {string.Join("   ", values)}";
    }

    private static string Retrofit(RetrofitStatus retrofit, DemoTruth truth) =>
        $"{retrofit.Retrofit,-14} {Number(retrofit.BaselineKwh, 4),13} {Number(retrofit.MeasuredKwh, 4),13} "
        + $"{Number(retrofit.SavedKwh, 4),11} {Number(True(truth.SavedKwh, retrofit.Retrofit), 4),12}";

    private static string Pollutant(string stack, PollutantStatus pollutant, DemoTruth truth) =>
        $"{stack,-14} {pollutant.Pollutant,-10} {Number(pollutant.ConcentrationMgM3, 2),10} {Number(pollutant.CorrectedMgM3, 2),11} "
        + $"{Number(pollutant.RateKgH, 3),9} {Number(pollutant.LoadKg, 5),11} {TrueLoad(stack, pollutant, truth),11}";

    private static string TrueLoad(string stack, PollutantStatus pollutant, DemoTruth truth) =>
        Number(True(truth.LoadKg, (stack, pollutant.Pollutant)), 5);

    private static string Delivery(GatewayStatus status)
    {
        var recorded = $"recorded {status.Journal.ReadingsRecorded} readings";
        return status.Delivery is not { } delivery
            ? recorded
            : $"{recorded}, delivered {delivery.PointsReleased} points, {delivery.BacklogEntries} entries on the way"
                + (delivery.Connected ? string.Empty : ", broker away");
    }

    private static double? True<TKey>(IReadOnlyDictionary<TKey, double> truth, TKey key) =>
        truth.TryGetValue(key, out var value) ? value : null;

    private static string Plant(DemoState state) =>
        state.PlantElapsed > state.Elapsed * 1.5 ? $" (plant {Clock(state.PlantElapsed)})" : string.Empty;

    private static string Clock(TimeSpan span) =>
        span.ToString(span.TotalDays >= 1 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Number(double? value, int decimals) =>
        value is { } number && double.IsFinite(number) ? number.ToString($"F{decimals}", CultureInfo.InvariantCulture) : "–";
}
