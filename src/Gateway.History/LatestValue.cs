using Gateway.Core;

namespace Gateway.History;

/// <summary>The newest reading of a series.</summary>
/// <param name="Series">Its <see cref="Core.Series.Key"/>.</param>
/// <param name="Time">When.</param>
/// <param name="Value">In the series' unit; NaN where nothing was measured.</param>
/// <param name="Quality">How far it may be trusted.</param>
public readonly record struct LatestValue(string Series, DateTimeOffset Time, double Value, Quality Quality);
