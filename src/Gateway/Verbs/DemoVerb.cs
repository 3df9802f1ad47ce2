using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Gateway.Demo;

namespace Gateway.Verbs;

/// <summary><c>gateway demo</c>: a simulated plant, measured end to end, with nothing else installed.</summary>
internal static class DemoVerb
{
    private const int FastestSpeed = 600;

    private static readonly Option<string> Plant = new("--plant")
    {
        Description = "Which example plant: demo (a fan and a stack), pump-station, boiler, coating-line.",
        DefaultValueFactory = _ => DemoOptions.Plants[0],
    };

    private static readonly Option<TimeSpan?> For = new("--for")
    {
        Description = "End by itself after this long, e.g. 30s, 5m.",
        CustomParser = ArgumentParsers.Duration,
    };

    private static readonly Option<int> Speed = new("--speed")
    {
        Description = $"How many times faster than the clock the plant runs, 1 to {FastestSpeed}.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int?> Seed = new("--seed") { Description = "Seed of the plant's chance; the scenario's when absent." };
    private static readonly Option<string?> Summary = new("--summary") { Description = "Write the outcome as JSON to this file." };
    private static readonly Option<Uri?> Influx = new("--influx")
    {
        Description = "Write to this InfluxDB 1.x, e.g. http://127.0.0.1:8086/?db=demo, instead of the embedded table.",
        CustomParser = ParseUrl,
    };

    private static readonly Option<string?> Data = new("--data") { Description = "Keep journal and history in this folder." };
    private static readonly Option<int> Http = new("--http")
    {
        Description = "Port of the status pages on this machine.",
        DefaultValueFactory = _ => 8080,
    };

    public static Command Create()
    {
        var command = new Command("demo", "Measure a simulated plant end to end: simulators, broker, gateway and bridge in one process.")
        {
            Plant, For, Speed, Seed, Summary, Influx, Data, Http,
        };
        Plant.AcceptOnlyFromAmong([.. DemoOptions.Plants]);
        ArgumentParsers.Require(Speed, 1, FastestSpeed);
        ArgumentParsers.Require(Http, 0, ushort.MaxValue);
        command.SetAction((parsed, stop) => Failures.NameAsync(() => RunAsync(Options(parsed), stop), Console.Error, stop));
        return command;
    }

    private static async Task RunAsync(DemoOptions options, CancellationToken stop)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new NamedFailure("the demo's serial line is a pseudo-terminal, which needs Linux");
        }

        // Opened first, so that a path that cannot be written is known before a long run and not after it.
        await using var file = options.SummaryFile is { } path ? File.Create(path) : null;
        var summary = await new DemoRun(options, new DemoScreen(Console.Out, !Console.IsOutputRedirected)).RunAsync(stop);
        if (file is not null)
        {
            await JsonSerializer.SerializeAsync(file, summary, DemoSummaryJson.Default.DemoSummary, CancellationToken.None);
            await Console.Out.WriteLineAsync($"summary: {file.Name}");
        }

        await Console.Out.WriteLineAsync(DemoText.Verdict(summary));

        if (!summary.IsSuccess)
        {
            throw new NamedFailure("the demo failed");
        }
    }

    private static DemoOptions Options(ParseResult parsed) => new(
        parsed.GetValue(Plant)!,
        parsed.GetValue(For),
        parsed.GetValue(Speed),
        parsed.GetValue(Seed),
        parsed.GetValue(Summary),
        parsed.GetValue(Influx),
        parsed.GetValue(Data),
        parsed.GetValue(Http));

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        result.AddError($"'{text}' is no http(s) address, e.g. http://127.0.0.1:8086/?db=demo");
        return null;
    }
}
