using Gateway.Configuration;
using Gateway.Core;
using Gateway.Journal;
using Gateway.Journal.Ledger;
using Gateway.Pipeline;

namespace Gateway.Replaying;

/// <summary>
/// Checks the ledger: that each record names the hash of the one before, and that those whose journal entries are still kept say what
/// these entries say.
/// </summary>
internal static class ChainCheck
{
    /// <exception cref="NamedFailure">There is no ledger.</exception>
    public static ChainReport Of(GatewayOptions options)
    {
        var check = Check(GatewayPipeline.LedgerFolder(options));
        if (check.Fault is not null)
        {
            return new ChainReport(check.Records, 0, check.Fault);
        }

        var (compared, fault) = Compare(check.Lines, options);
        return new ChainReport(check.Records, compared, fault);
    }

    private static LedgerCheck Check(string folder)
    {
        try
        {
            using var storage = DiskStorage.OpenToRead(folder);
            return LedgerCheck.Of(storage);
        }
        catch (DirectoryNotFoundException)
        {
            throw new NamedFailure($"there is no ledger in {folder}: nothing was recorded with this configuration yet");
        }
    }

    private static (long Compared, string? Fault) Compare(IReadOnlyList<LedgerLine> lines, GatewayOptions options)
    {
        using var journal = JournalSnapshot.Open(DiskStorage.OpenToRead(GatewayPipeline.JournalFolder(options)));
        var kept = lines.Where(line => line.Record is { Kind: "hour" } record
                && record.Epoch == journal.Epoch && record.Entry >= journal.FirstSeq)
            .ToLookup(line => line.Record.Entry);
        using var reader = new TickReader(journal.Read(kept.Select(entry => entry.Key).DefaultIfEmpty(journal.End).Min()), new Catalog());
        var fold = new LedgerFold(journal.Epoch ?? 0);
        var compared = 0L;
        while (reader.TryRead(out var tick))
        {
            var made = fold.Take(tick).Where(record => record.Kind == "hour").ToList();
            foreach (var line in kept[tick.Seq])
            {
                if (!made.Exists(record => IsSame(record, line.Record)))
                {
                    var about = $"{line.Record.Subject}, {line.Record.Period.Start:yyyy-MM-ddTHH:mm:ssZ}";
                    return (compared, $"record {line.Number} ({about}) is not what journal entry {tick.Seq} says");
                }

                compared++;
            }
        }

        return (compared, null);
    }

    private static bool IsSame(LedgerRecord made, LedgerRecord entered) =>
        made.Subject == entered.Subject && made.Period == entered.Period && made.Values.Count == entered.Values.Count
        && made.Values.Zip(entered.Values).All(pair =>
            (pair.First.Field, pair.First.Unit, pair.First.Quality) == (pair.Second.Field, pair.Second.Unit, pair.Second.Quality)
            && (pair.First.Value.Equals(pair.Second.Value) || (!double.IsFinite(pair.First.Value) && double.IsNaN(pair.Second.Value))));
}
