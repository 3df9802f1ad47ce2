using Gateway.Core;
using Gateway.Journal;

namespace Gateway.Pipeline;

/// <summary>
/// Lets go of what is older than wanted, once it is delivered: raw readings and results go, hours and days stay in the ledger. For the
/// thread that writes the journal.
/// </summary>
internal sealed class JournalAge(JournalWriter journal, Catalog catalog, TimeSpan longest)
{
    private DateTimeOffset lookedAt = DateTimeOffset.MinValue;

    /// <summary>Looks once an hour. Returns what went wrong, or null.</summary>
    public string? Apply(DateTimeOffset now)
    {
        if (now - lookedAt < Period.Hour)
        {
            return null;
        }

        lookedAt = now;
        while (journal.SecondSegmentSeq is { } second && second <= journal.Cursor.Position && IsOlder(second, now - longest))
        {
            if (journal.DropOldest() is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    // Where the second segment begins before, all of the first is older still.
    private bool IsOlder(long seq, DateTimeOffset than)
    {
        using var reader = new TickReader(journal.Read(seq), catalog);
        while (reader.TryRead(out var recorded))
        {
            if (recorded.Tick.Readings is [var first, ..])
            {
                return first.Time < than;
            }
        }

        return false;
    }
}
