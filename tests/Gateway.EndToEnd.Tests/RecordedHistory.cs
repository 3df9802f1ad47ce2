using System.Buffers;
using Gateway.Configuration;
using Gateway.Core;
using Gateway.Influx;
using Gateway.Journal;
using Gateway.Pipeline;

namespace Gateway.EndToEnd.Tests;

/// <summary>What the journal of a stopped gateway holds, and what follows from its readings when they are folded afresh.</summary>
internal sealed record RecordedHistory(
    IReadOnlyList<RecordedTick> Ticks, IReadOnlySet<string> Points, Installation Replayed, IReadOnlyList<Reading> ReplayedResults)
{
    public IEnumerable<Reading> Results => Ticks.SelectMany(tick => tick.Tick.Results);

    public static RecordedHistory Read(GatewayOptions options)
    {
        var replayed = Installation.Of(options);
        using var journal = JournalWriter.Open(
            GatewayPipeline.JournalFolder(options), new JournalOptions(), CatalogText.Write(replayed.Catalog));
        Assert.Empty(journal.Damages);
        using var reader = new TickReader(journal.Read(journal.FirstSeq), replayed.Catalog);
        var ticks = new List<RecordedTick>();
        var points = new HashSet<string>(StringComparer.Ordinal);
        var results = new List<Reading>();
        while (reader.TryRead(out var tick))
        {
            ticks.Add(tick);
            points.UnionWith(PointsOf(tick, options));
            replayed.Calculations.Fold(tick.Tick.Readings, results);
        }

        return new RecordedHistory(ticks, points, replayed, results);
    }

    // A point is its series and its instant, so the fields in between do not matter.
    private static IEnumerable<string> PointsOf(RecordedTick tick, GatewayOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        LineProtocol.Write(tick.Catalog, [.. tick.Tick.Readings, .. tick.Tick.Results], options.Site, options.Gateway, output);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)] + line[line.LastIndexOf(' ')..]);
    }
}
