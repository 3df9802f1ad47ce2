using System.CommandLine;
using System.Text.Json;
using Gateway.Commissioning;
using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Verbs;

/// <summary><c>gateway scan</c>: which units are there, and how they want to be spoken to.</summary>
internal static class ScanVerb
{
    private const int MaxUnit = 255;
    private const int UsualBaud = 9600;
    private const string UsualFormat = "8N1";
    private const int LastUsualUnit = 247;

    // A device begins its answer within some tens of milliseconds; a box on TCP first waits for its own line.
    private static readonly TimeSpan UsualSerialTimeout = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UsualTcpTimeout = TimeSpan.FromMilliseconds(500);

    private static readonly LinkArguments Link = new(takesLists: true, "200ms on a serial line, 500ms on TCP");
    private static readonly TraceArguments Trace = new();
    private static readonly Option<string?> ProfilesFolder = ProfileArguments.Folder();
    private static readonly Option<bool> Guess = new("--guess")
    {
        Description = "Read a few points of each profile from each unit and rank the profiles.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };
    private static readonly Option<IReadOnlyList<int>> Units = new("--units")
    {
        Description = $"The units to ask, e.g. 1,3,10-20; 1-{LastUsualUnit} by default.",
        CustomParser = ArgumentParsers.Numbers(0, MaxUnit),
    };

    public static Command Create()
    {
        var command = new Command("scan", "Find the units on a serial line or a host: one small read each, nothing is written.")
        {
            Units, Guess, ProfilesFolder, Json,
        };
        Link.AddTo(command);
        Trace.AddTo(command);
        command.SetAction((parsed, stop) => Failures.NameAsync(() => RunAsync(parsed, stop), Console.Error, stop));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var profiles = ProfileArguments.Load(parsed.GetValue(ProfilesFolder));
        await using var trace = Trace.Open(parsed, fault => Console.Error.WriteLine($"gateway: {fault}"));
        var passes = Link.Links(parsed, UsualBaud, UsualFormat);
        IReadOnlyList<int> units = parsed.GetValue(Units) is { Count: > 0 } given ? given : [.. Enumerable.Range(1, LastUsualUnit)];
        var timing = Link.Timing(parsed, UsualSerialTimeout, UsualTcpTimeout);
        var progress = new ProgressLine(Console.Error, !Console.IsErrorRedirected);
        var scan = new BusScan(passes, units, link => link.Connect(timing, trace), TimeProvider.System, progress.Show);
        var isComplete = false;
        List<FoundUnit> found;
        try
        {
            await scan.RunAsync(stop);
            isComplete = true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped by the user, who is to see what was found.
        }
        finally
        {
            progress.Clear();
            found = [.. scan.Found];
        }

        if (isComplete && parsed.GetValue(Guess))
        {
            isComplete = await GuessAsync(scan, found, link => link.Connect(timing, trace), [.. profiles.Profiles.Values], stop);
        }

        var report = ScanReport.Of(scan, found, isComplete);
        await Console.Out.WriteLineAsync(
            parsed.GetValue(Json) ? JsonSerializer.Serialize(report, CommissioningJson.Default.ScanReport) : report.Text().TrimEnd('\n'));
        if (found.Count == 0 && isComplete)
        {
            throw new NamedFailure(NothingFound(passes[0][0]));
        }
    }

    // One device behind all units needs to be asked once.
    private static async Task<bool> GuessAsync(
        BusScan scan, List<FoundUnit> found, Func<WireLink, IModbusClient> connect, IReadOnlyList<DeviceProfile> profiles,
        CancellationToken stop)
    {
        try
        {
            for (var i = 0; i < (ScanReport.AreAlike(scan) ? 1 : found.Count); i++)
            {
                await using var client = connect(found[i].Link);
                var guesses = await ProfileGuess.RankAsync(client, (byte)found[i].Unit, profiles, TimeProvider.System, stop);
                found[i] = found[i] with { Guesses = guesses };
            }

            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static string NothingFound(WireLink link) => link.Kind == "serial"
        ? "no unit answered: check power, wires A and B (swap them), termination; then try other settings, e.g. "
            + "--baud 9600,19200,38400,115200 --format 8E1,8N1,8N2"
        : $"{link.Target} takes connections, but no unit answers, {(link.Kind == "ascii_over_tcp" ? "in ASCII over TCP"
            : "neither in Modbus TCP nor in RTU over TCP")}: check its line settings, "
            + "the wiring behind it, and the unit ids; a slow box may need --timeout 2s";
}
