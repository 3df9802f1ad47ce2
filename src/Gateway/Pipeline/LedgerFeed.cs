using Gateway.Core;
using Gateway.Journal;
using Gateway.Journal.Ledger;

namespace Gateway.Pipeline;

/// <summary>
/// Follows the journal into the ledger, from where the ledger stands: whatever a crash cut off between the two is made good, and nothing is
/// entered twice. A disk that refuses is tried again; the journal waits for nobody.
/// </summary>
internal sealed class LedgerFeed(
    JournalWriter journal, Catalog catalog, LedgerWriter ledger, TimeProvider clock, ILogger<LedgerFeed> logger)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);

    private readonly LedgerFold fold = new(journal.Epoch);
    private readonly Dictionary<(string Kind, string Subject, DateTimeOffset Begin), long> known = [];
    private long lastSeq;

    /// <summary>The last entry that was looked at.</summary>
    public long LastSeq => Interlocked.Read(ref lastSeq);

    /// <summary>Feeds until the journal is closed or the token stops it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (ledger.TornBytes > 0)
        {
            Log.LedgerCut(logger, ledger.TornBytes);
        }

        var (from, skip) = Resume();
        Interlocked.Exchange(ref lastSeq, from - 1);
        using var reader = new TickReader(journal.Read(from), catalog);
        while (await reader.WaitAsync(cancellationToken))
        {
            while (reader.TryRead(out var tick))
            {
                var records = fold.Take(tick);
                records = tick.Seq == from ? [.. records.Skip(skip)] : records;
                if (records.Count > 0)
                {
                    await EnterAsync([.. records.Select(Numbered)], cancellationToken);
                }

                Interlocked.Exchange(ref lastSeq, tick.Seq);
            }
        }
    }

    // The last entry may have been cut off in the middle of its records, so it is folded once more and what stands already is left out.
    private (long From, int Skip) Resume()
    {
        // Without a calculation there is nothing to make good, and the journal may be long.
        if (!catalog.Any(LedgerFold.IsOfAnHour))
        {
            return (journal.CommittedEnd, 0);
        }

        if (ledger.Last is not { } last || last.Record.Epoch != journal.Epoch)
        {
            return (journal.FirstSeq, 0);
        }

        var entry = last.Record.Entry;
        fold.Resume(ledger.ReadBackward().Select(line => line.Record).SkipWhile(record => record.Entry == entry));
        var oldest = last.Record.Period.Start - TimeSpan.FromDays(2);
        foreach (var line in ledger.ReadBackward().TakeWhile(line => line.Record.Period.Start >= oldest))
        {
            known.TryAdd(KeyOf(line.Record), line.Number);
        }

        return (entry, ledger.ReadBackward().TakeWhile(line => line.Record.Entry == entry).Count());
    }

    private LedgerRecord Numbered(LedgerRecord record) =>
        known.TryGetValue(KeyOf(record), out var earlier) ? record with { Supersedes = earlier } : record;

    private async Task EnterAsync(IReadOnlyList<LedgerRecord> records, CancellationToken cancellationToken)
    {
        var first = (ledger.Last?.Number ?? 0) + 1;
        for (var refused = false; ledger.Append(records) is { } fault; refused = true)
        {
            if (!refused)
            {
                Log.LedgerFails(logger, fault);
            }

            await Task.Delay(RetryPause, clock, cancellationToken);
        }

        foreach (var (i, record) in records.Index())
        {
            known[KeyOf(record)] = first + i;
        }

        Forget(records[^1].Period.Start - TimeSpan.FromDays(2));
    }

    private void Forget(DateTimeOffset before)
    {
        foreach (var key in known.Keys.Where(key => key.Begin < before).ToList())
        {
            known.Remove(key);
        }
    }

    private static (string Kind, string Subject, DateTimeOffset Begin) KeyOf(LedgerRecord record) =>
        (record.Kind, record.Subject, record.Period.Start);
}
