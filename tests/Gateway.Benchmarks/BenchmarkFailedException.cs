namespace Gateway.Benchmarks;

/// <summary>A benchmark could not be run; the message says what to do.</summary>
internal sealed class BenchmarkFailedException(string message) : Exception(message);
