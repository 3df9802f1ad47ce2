namespace Gateway.Benchmarks;

/// <summary>Says on the error output how far a run is; the standard output is for results.</summary>
internal static class Progress
{
    public static void Report(string line) => Console.Error.WriteLine(line);
}
