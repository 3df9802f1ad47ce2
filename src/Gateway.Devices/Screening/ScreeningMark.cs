namespace Gateway.Devices;

/// <summary>What one rule has found at one point since the start.</summary>
/// <param name="Point">The point.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Readings">How many readings it found fault with; never 0.</param>
/// <param name="Since">From which reading on it has found fault with every one; null when it does not now.</param>
public sealed record ScreeningMark(PointProfile Point, ScreeningRules Rule, long Readings, DateTimeOffset? Since);
