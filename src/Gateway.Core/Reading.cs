namespace Gateway.Core;

/// <summary>One value, at one instant, with its quality. Name and unit belong to the series, not to the reading.</summary>
/// <param name="Series">Index of the series in the <see cref="Catalog"/>.</param>
/// <param name="Time">
/// UTC, whole milliseconds: when the reply that carried the value arrived, or the end of the period a result covers.
/// </param>
/// <param name="Value">In the series' unit; <see cref="double.NaN"/> where nothing was measured.</param>
/// <param name="Quality">How far the value may be trusted.</param>
public readonly record struct Reading(int Series, DateTimeOffset Time, double Value, Quality Quality);
