namespace Gateway.Journal.Ledger;

/// <summary>
/// The ledger: what every hour and day came to, kept for years, each record naming the hash of the one before. One thread writes.
/// </summary>
/// <remarks>The form on disk is described at <see cref="LedgerFormat"/>. A record is never rewritten: a correction is a new one.</remarks>
public sealed class LedgerWriter : IDisposable
{
    private readonly IJournalStorage storage;
    private readonly IJournalFile file;
    private long length;

    private LedgerWriter(IJournalStorage storage, IJournalFile file)
    {
        this.storage = storage;
        this.file = file;
    }

    /// <summary>The last record; null in an empty ledger.</summary>
    public LedgerLine? Last { get; private set; }

    /// <summary>
    /// Bytes at the end in which no sound record stands, cut off at opening: what a power cut left. The journal has what they said.
    /// </summary>
    public long TornBytes { get; private init; }

    /// <summary>Opens a folder's ledger, or makes it.</summary>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static LedgerWriter Open(string folder) => Open(DiskStorage.Open(folder));

    /// <summary>Opens a ledger, or makes it.</summary>
    /// <param name="storage">Belongs to the writer from here on.</param>
    public static LedgerWriter Open(IJournalStorage storage)
    {
        try
        {
            var isNew = !storage.List().Contains(LedgerFormat.FileName);
            var file = isNew ? storage.Create(LedgerFormat.FileName) : storage.Open(LedgerFormat.FileName, writable: true);
            if (isNew)
            {
                storage.SyncFolder();
            }

            return Continue(storage, file);
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>The records, newest first; a line that cannot be read ends them.</summary>
    public IEnumerable<LedgerLine> ReadBackward()
    {
        foreach (var (_, bytes) in LedgerReading.Backward(file))
        {
            if (LedgerFormat.Read(bytes, out _) is not { } line)
            {
                yield break;
            }

            yield return line;
        }
    }

    /// <summary>
    /// Adds records and brings them to the disk; null, or why not: then none of them counts, and they may be added again.
    /// </summary>
    public string? Append(IReadOnlyList<LedgerRecord> records)
    {
        var (last, bytes) = (Last, new List<byte>());
        foreach (var record in records)
        {
            var (line, text) = LedgerFormat.Write((last?.Number ?? 0) + 1, last?.Hash ?? LedgerFormat.NoHash, record);
            bytes.AddRange(text);
            last = line;
        }

        try
        {
            file.WriteAt(length, bytes.ToArray());
            file.Sync();
            length += bytes.Count;
            Last = last;
            return null;
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            return $"The ledger {storage.Location} cannot be written: {reason.Message} Free disk space or mend the disk.";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        storage.Dispose();
    }

    // Of a write that was cut off, any part may be there, its last line feed included.
    private static LedgerWriter Continue(IJournalStorage storage, IJournalFile file)
    {
        var (end, last) = (0L, (LedgerLine?)null);
        foreach (var (offset, bytes) in LedgerReading.Backward(file))
        {
            last = LedgerFormat.Read(bytes, out _);
            if (last is not null)
            {
                end = offset + bytes.Length + 1;
                break;
            }
        }

        var torn = file.Length - end;
        if (torn > 0)
        {
            file.SetLength(end);
            file.Sync();
        }

        return new LedgerWriter(storage, file) { TornBytes = torn, length = end, Last = last };
    }
}
