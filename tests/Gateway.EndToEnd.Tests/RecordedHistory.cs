using System.Buffers;
using Gateway.Configuration;
using Gateway.Core;
using Gateway.Influx;
using Gateway.Journal;
using Gateway.Pipeline;

namespace Gateway.EndToEnd.Tests;

/// <summary>What the journal of a stopped gateway holds, and what follows from its readings when they are folded afresh.</summary>
internal sealed record RecordedHistory(
    IReadOnlyList<RecordedTick> Ticks, IReadOnlyList<string> Lines, Installation Replayed, IReadOnlyList<Reading> ReplayedResults)
{
    /// <summary>Series and instant of each point; the fields in between do not matter.</summary>
    public IReadOnlySet<string> Points { get; } = Lines.Select(
        line => line[..line.IndexOf(' ', StringComparison.Ordinal)] + line[line.LastIndexOf(' ')..]).ToHashSet(StringComparer.Ordinal);

    public IEnumerable<Reading> Results => Ticks.SelectMany(tick => tick.Tick.Results);

    public static RecordedHistory Read(GatewayOptions options)
    {
        var replayed = Installation.Of(options);
        using var journal = JournalWriter.Open(
            GatewayPipeline.JournalFolder(options), new JournalOptions(), CatalogText.Write(replayed.Catalog));
        Assert.Empty(journal.Damages);
        using var reader = new TickReader(journal.Read(journal.FirstSeq), replayed.Catalog);
        var ticks = new List<RecordedTick>();
        var lines = new List<string>();
        var results = new List<Reading>();
        while (reader.TryRead(out var tick))
        {
            ticks.Add(tick);
            lines.AddRange(LinesOf(tick, options));
            replayed.Calculations.Fold(tick.Tick.Readings, results);
        }

        return new RecordedHistory(ticks, lines, replayed, results);
    }

    private static string[] LinesOf(RecordedTick tick, GatewayOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        LineProtocol.Write(tick.Catalog, [.. tick.Tick.Readings, .. tick.Tick.Results], options.Site, options.Gateway, output);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
