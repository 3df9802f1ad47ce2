using System.Globalization;
using System.Text.Json;
using Gateway.Configuration;
using Gateway.Core;
using Gateway.Journal;
using Gateway.Pipeline;

namespace Gateway.Replaying;

/// <summary>
/// Computes every result anew from the recorded readings and lays it beside what was recorded. Where both are the same to the last bit, the
/// results follow from the readings and nothing else.
/// </summary>
internal sealed class Replay
{
    private readonly Installation installation;
    private readonly JournalSnapshot journal;
    private readonly HashSet<string> leftOut = new(StringComparer.Ordinal);
    private string origin = string.Empty;
    private string configuration = string.Empty;

    private Replay(Installation installation, JournalSnapshot journal)
    {
        this.installation = installation;
        this.journal = journal;
    }

    /// <summary>Replays what was recorded in [from, to).</summary>
    /// <param name="options">The configuration: what is defined otherwise in the journal cannot be computed anew, and is named.</param>
    /// <param name="from">Results before it are computed, since later ones follow from them, but not compared.</param>
    /// <param name="to">The first instant that is not looked at.</param>
    /// <exception cref="NamedFailure">There is no journal.</exception>
    public static ReplayReport Of(GatewayOptions options, DateTimeOffset from, DateTimeOffset to)
    {
        var folder = GatewayPipeline.JournalFolder(options);
        try
        {
            using var journal = JournalSnapshot.Open(DiskStorage.OpenToRead(folder));
            return new Replay(Installation.Of(options), journal).Run(from, to);
        }
        catch (DirectoryNotFoundException)
        {
            throw new NamedFailure($"there is no journal in {folder}: nothing was recorded with this configuration yet");
        }
    }

    private ReplayReport Run(DateTimeOffset from, DateTimeOffset to)
    {
        using var reader = new TickReader(journal.Read(FirstEntry(from)), installation.Catalog);
        var (ticks, readings, results) = (0L, 0L, 0L);
        var isFirst = true;
        while (reader.TryRead(out var recorded) && !(TimeOf(recorded.Tick) >= to))
        {
            var tick = recorded.In(installation.Catalog);
            var computed = new List<Reading>();
            installation.Calculations.Fold(tick.Readings, computed);
            if (TimeOf(recorded.Tick) is { } time && time >= from)
            {
                if (Difference(recorded.Seq, Compared(tick.Results), Compared(computed)) is { } difference)
                {
                    return Report(ticks, readings, results, difference);
                }

                ticks++;
                readings += tick.Readings.Count;
                results += tick.Results.Count;
            }

            TakeUp(recorded.Tick.Checkpoint, isFirst);
            isFirst = false;
        }

        return Report(ticks, readings, results, null);
    }

    private ReplayReport Report(long ticks, long readings, long results, string? difference) => new(
        ticks,
        readings,
        results,
        difference is not null && configuration != installation.Options.Sha256
            ? $"{difference}; the configuration was another then: what it read how often may differ"
            : difference,
        [.. leftOut.Order(StringComparer.Ordinal)],
        [.. journal.Damages.Select(damage => damage.ToString())]);

    private static DateTimeOffset? TimeOf(Tick tick) => tick.Readings.Count > 0 ? tick.Readings[0].Time : null;

    // The last tick with a checkpoint before the first that is compared; without one, the journal's first entry.
    private long FirstEntry(DateTimeOffset from)
    {
        using var decoder = new TickReader(journal.Read(journal.FirstSeq), installation.Catalog);
        foreach (var entry in journal.ReadBackward())
        {
            var tick = decoder.Decode(entry);
            if (!tick.Tick.Checkpoint.IsEmpty && TimeOf(tick.Tick) < from)
            {
                return entry.Seq;
            }
        }

        return journal.FirstSeq;
    }

    // At the beginning, and where the gateway took up another configuration, the state is the recorded one; else it is our own.
    private void TakeUp(ReadOnlyMemory<byte> checkpoint, bool isFirst)
    {
        if (checkpoint.IsEmpty)
        {
            return;
        }

        using var json = JsonDocument.Parse(checkpoint);
        configuration = json.RootElement.TryGetProperty("configuration", out var hash) ? hash.GetString() ?? string.Empty : string.Empty;
        var now = json.RootElement.TryGetProperty("definitions", out var definitions) ? definitions.GetRawText() : string.Empty;
        if (!isFirst && now == origin)
        {
            return;
        }

        origin = now;
        installation.Calculations.RestoreCheckpoint(checkpoint);
        leftOut.UnionWith(installation.Calculations.All.Select(calculation => calculation.Name).Where(name =>
            !json.RootElement.TryGetProperty(name, out _)
            || (definitions.ValueKind == JsonValueKind.Object && definitions.TryGetProperty(name, out var text)
                && installation.Calculations.Definitions.TryGetValue(name, out var mine) && text.GetString() != mine)));
    }

    private List<Reading> Compared(IEnumerable<Reading> results) =>
        [.. results.Where(result => !leftOut.Contains(CalculationOf(installation.Catalog[result.Series])))];

    private static string CalculationOf(Series series) =>
        series.Tags.FirstOrDefault(tag => tag.Key is "retrofit" or "stack") is { Key: not null } tag
            ? $"{tag.Key}/{tag.Value}"
            : string.Empty;

    private string? Difference(long seq, List<Reading> recorded, List<Reading> computed)
    {
        for (var i = 0; i < Math.Max(recorded.Count, computed.Count); i++)
        {
            if (i >= recorded.Count || i >= computed.Count || !IsSame(recorded[i], computed[i]))
            {
                return $"entry {seq}: recorded {Text(recorded, i)}, computed {Text(computed, i)}";
            }
        }

        return null;
    }

    private static bool IsSame(in Reading one, in Reading other) =>
        (one.Series, one.Time, one.Quality, BitConverter.DoubleToInt64Bits(one.Value))
        == (other.Series, other.Time, other.Quality, BitConverter.DoubleToInt64Bits(other.Value));

    private string Text(List<Reading> readings, int i)
    {
        if (i >= readings.Count)
        {
            return "nothing";
        }

        var (key, reading) = (installation.Catalog[readings[i].Series].Key, readings[i]);
        return string.Create(
            CultureInfo.InvariantCulture, $"{key} = {reading.Value:R} ({reading.Quality}) at {reading.Time:yyyy-MM-ddTHH:mm:ss.fffZ}");
    }
}
