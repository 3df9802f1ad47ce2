using Gateway.Core;

namespace Gateway.History;

/// <summary>One result of a period, kept as it was computed.</summary>
/// <param name="Time">The period's end.</param>
/// <param name="Value">In the series' unit.</param>
/// <param name="Quality">The worst of what it was computed from.</param>
public readonly record struct ResultPoint(DateTimeOffset Time, double Value, Quality Quality);
