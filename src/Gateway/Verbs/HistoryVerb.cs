using System.CommandLine;
using Gateway.Configuration;
using Gateway.Core;
using Gateway.History;
using Gateway.Journal;
using Gateway.Pipeline;

namespace Gateway.Verbs;

/// <summary><c>gateway history rebuild [FILE]</c>: makes the history anew from the journal.</summary>
internal static class HistoryVerb
{
    private const int TicksAtATime = 500;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The configuration.", DefaultValueFactory = _ => "gateway.yaml" };
        var rebuild = new Command("rebuild", "Make the history anew from the journal, while the gateway is stopped. Events are kept.")
        {
            file,
        };
        rebuild.SetAction((parsed, stop) => RunAsync(parsed.GetValue(file)!, stop));
        return new Command("history", "What the dashboard asks for; it follows from the journal.") { rebuild };
    }

    private static async Task<int> RunAsync(string file, CancellationToken stop)
    {
        var configuration = GatewayFile.Read(file);
        if (!configuration.IsSound)
        {
            ConfigurationFaults.Print(configuration.Faults, Console.Error);
            return ExitCode.WrongConfiguration;
        }

        return await Failures.NameAsync(
            async () => await Console.Out.WriteLineAsync(Rebuild(configuration.Value, stop)), Console.Error, stop);
    }

    /// <summary>Rebuilds, and says of how much.</summary>
    /// <exception cref="IOException">The gateway runs, or the disk refuses.</exception>
    public static string Rebuild(GatewayOptions options, CancellationToken stop)
    {
        var folder = GatewayPipeline.JournalFolder(options);
        if (!Directory.Exists(folder))
        {
            throw new NamedFailure($"there is no journal in {folder}: nothing was recorded with this configuration yet");
        }

        // Holding the journal keeps a gateway from starting meanwhile.
        using var journal = JournalSnapshot.Open(DiskStorage.Open(folder));
        using var history = HistoryDatabase.Open(Path.Combine(options.DataFolder, "history.db"), journal.Epoch ?? 0, new HistoryOptions());
        history.BeginAnew();
        using var reader = new TickReader(journal.Read(journal.FirstSeq), new Catalog());
        var (entries, ticks) = (0L, new List<RecordedTick>());
        while (reader.TryRead(out var tick))
        {
            stop.ThrowIfCancellationRequested();
            ticks.Add(tick);
            entries++;
            if (ticks.Count == TicksAtATime)
            {
                history.Record(ticks);
                ticks.Clear();
            }
        }

        history.Record(ticks);
        history.Flush();
        return $"history of {entries} entries made anew, {history.SizeBytes / 1024} KiB";
    }
}
