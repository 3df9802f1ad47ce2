namespace Gateway.Demo;

/// <summary>How the demo is to run.</summary>
/// <param name="Plant">One of <see cref="Plants"/>.</param>
/// <param name="For">Ends it after so long; null runs until stopped.</param>
/// <param name="Speed">How many times faster than the clock the plant runs, 1..600.</param>
/// <param name="Seed">Of the plant's chance; null takes the scenario's.</param>
/// <param name="SummaryFile">Where the outcome is written as JSON.</param>
/// <param name="Influx">A real InfluxDB 1.x, e.g. <c>http://127.0.0.1:8086/?db=demo</c>; null writes to an embedded table.</param>
/// <param name="DataFolder">Keeps journal and history there; null uses a temporary folder and deletes it.</param>
/// <param name="HttpPort">Port of the status pages on this machine; when it is taken, a free one.</param>
internal sealed record DemoOptions(
    string Plant,
    TimeSpan? For,
    int Speed,
    int? Seed,
    string? SummaryFile,
    Uri? Influx,
    string? DataFolder,
    int HttpPort)
{
    /// <summary>The plants there are, the default one first.</summary>
    public static IReadOnlyList<string> Plants { get; } = ["demo", "pump-station", "boiler", "coating-line"];
}
