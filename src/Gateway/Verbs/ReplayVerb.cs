using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.Configuration;
using Gateway.Replaying;

namespace Gateway.Verbs;

/// <summary><c>gateway replay [FILE]</c>: computes the results anew from the recorded readings, or checks the ledger's chain.</summary>
internal static class ReplayVerb
{
    private static readonly Option<string> From = new("--from")
    {
        Description = "Compare from here on, e.g. 2026-05-01 or 2026-05-01T08:00Z; UTC. Default: all that is recorded.",
    };

    private static readonly Option<string> To = new("--to") { Description = "Up to here, not included." };
    private static readonly Option<bool> Chain = new("--verify-chain")
    {
        Description = "Check the ledger instead: each record's hash, its place in the chain, and the journal behind it.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static Command Create()
    {
        foreach (var option in (Option<string>[])[From, To])
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && Instant(token.Value) is null)
                {
                    result.AddError($"{option.Name} takes an instant, e.g. 2026-05-01 or 2026-05-01T08:00Z, not '{token.Value}'.");
                }
            });
        }

        var file = new Argument<string>("FILE") { Description = "The configuration.", DefaultValueFactory = _ => "gateway.yaml" };
        var command = new Command(
            "replay",
            "Compute every result anew from what was polled and compare it with what was recorded; also beside a running gateway.")
        {
            file, From, To, Chain, Json,
        };
        command.SetAction((parsed, stop) => RunAsync(parsed, parsed.GetValue(file)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string file, CancellationToken stop)
    {
        var configuration = GatewayFile.Read(file);
        if (!configuration.IsSound)
        {
            ConfigurationFaults.Print(configuration.Faults, Console.Error);
            return ExitCode.WrongConfiguration;
        }

        var isSame = false;
        var code = await Failures.NameAsync(
            async () => isSame = parsed.GetValue(Chain)
                ? await CheckAsync(configuration.Value, parsed.GetValue(Json), Console.Out)
                : await ReplayAsync(
                    configuration.Value, Instant(parsed.GetValue(From)), Instant(parsed.GetValue(To)), parsed.GetValue(Json), Console.Out),
            Console.Error,
            stop);
        return code == ExitCode.Done && !isSame ? ExitCode.Failed : code;
    }

    /// <summary>Replays and says what came of it; true when all is the same.</summary>
    public static async Task<bool> ReplayAsync(
        GatewayOptions options, DateTimeOffset? from, DateTimeOffset? to, bool asJson, TextWriter output)
    {
        var report = Replay.Of(options, from ?? DateTimeOffset.MinValue, to ?? DateTimeOffset.MaxValue);
        await output.WriteLineAsync(asJson ? JsonSerializer.Serialize(report, ReplayJson.Default.ReplayReport) : Text(report));
        return report.IsSame;
    }

    /// <summary>Checks the ledger and says what came of it; true when the chain holds.</summary>
    public static async Task<bool> CheckAsync(GatewayOptions options, bool asJson, TextWriter output)
    {
        var report = ChainCheck.Of(options);
        await output.WriteLineAsync(asJson ? JsonSerializer.Serialize(report, ReplayJson.Default.ChainReport) : Text(report));
        return report.Fault is null;
    }

    private static string Text(ReplayReport report)
    {
        var lines = new List<string>
        {
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Entries:N0} entries, {report.Readings:N0} readings, {report.Results:N0} results computed anew"),
        };
        lines.AddRange(report.NotReplayed.Select(
            name => $"not compared: {name}, which was defined otherwise, or not at all, for a part of it"));
        lines.AddRange(report.Damages.Select(damage => $"not readable: {damage}"));
        lines.Add(report.FirstDifference is { } difference ? $"first difference: {difference}" : "identical, bit for bit");
        return string.Join('\n', lines);
    }

    private static string Text(ChainReport report) => report.Fault is { } fault
        ? $"the chain does not hold: {fault}\n{report.Records} records before it are sound"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Records:N0} records, each follows from the one before; {report.Compared:N0} hours are in the journal too, the same");

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null;
}
