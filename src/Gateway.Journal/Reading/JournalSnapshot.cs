namespace Gateway.Journal;

/// <summary>
/// A journal as it stands on disk at one moment, only to be read: works on a copy, and beside a gateway that writes to it. Nothing is
/// repaired and nothing that is committed later is seen.
/// </summary>
public sealed class JournalSnapshot : IDisposable
{
    private readonly JournalContents contents;

    private JournalSnapshot(IJournalStorage storage, JournalScan scan)
    {
        Epoch = scan.Epoch;
        contents = new JournalContents(storage, new JournalState(scan.Segments, null, scan.End), null);
        foreach (var damage in scan.Damages)
        {
            contents.Report(damage);
        }
    }

    /// <summary>The journal's random number; null for an empty one.</summary>
    public ulong? Epoch { get; }

    /// <summary>The least sequence number kept.</summary>
    public long FirstSeq => contents.State.FirstSeq;

    /// <summary>One more than the last sequence number.</summary>
    public long End => contents.State.NextSeq;

    /// <summary>All damage found so far.</summary>
    public IReadOnlyList<JournalDamage> Damages => contents.Damages;

    /// <summary>Takes the snapshot. The storage belongs to it from here on.</summary>
    /// <exception cref="IOException">The folder cannot be read, or the gateway deleted a segment just then: try again.</exception>
    public static JournalSnapshot Open(IJournalStorage storage)
    {
        try
        {
            return new JournalSnapshot(storage, JournalScan.Look(storage));
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>Reads entries from <paramref name="fromSeq"/> on.</summary>
    public JournalReader Read(long fromSeq) => new(contents, fromSeq);

    /// <summary>Reads entries from the last one back.</summary>
    public IEnumerable<JournalEntry> ReadBackward() => BackwardReading.Read(contents);

    /// <inheritdoc/>
    public void Dispose()
    {
        contents.Close();
        contents.Storage.Dispose();
    }
}
