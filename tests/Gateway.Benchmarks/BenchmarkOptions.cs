namespace Gateway.Benchmarks;

/// <summary>How long and how often.</summary>
/// <param name="Seconds">Length of each measurement, s; warm-up comes before it.</param>
/// <param name="Rounds">How often ours and the peers take turns; the medians count.</param>
internal sealed record BenchmarkOptions(int Seconds, int Rounds);
