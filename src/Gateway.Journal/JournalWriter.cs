using Gateway.Core;

namespace Gateway.Journal;

/// <summary>
/// The journal: an append-only log on disk that holds what was committed through crashes, power cuts, full disks and flipped bits, or
/// says what it lost. One thread writes; readers and the delivery cursor may be used from any other at the same time.
/// </summary>
/// <remarks>The form on disk is described at <see cref="SegmentFormat"/>.</remarks>
public sealed class JournalWriter : IDisposable
{
    /// <summary>Bytes that an entry takes on disk beside its payload.</summary>
    public const int EntryOverhead = SegmentFormat.RecordHeaderLength;

    /// <summary>So many numbers at least are left out after a stop that was not in order; see <see cref="SegmentFormat"/>.</summary>
    public const long SeqSkip = SegmentFormat.SeqSkip;

    private readonly IJournalStorage storage;
    private readonly JournalOptions options;
    private readonly PendingEntries pending = new();
    private readonly JournalContents contents;
    private readonly CursorFile cursorFile;
    private ReadOnlyMemory<byte> preamble;
    private bool mustBegin;
    private ActiveSegment? active;
    private long lastNumber;
    private long droppedUndelivered;

    private JournalWriter(IJournalStorage storage, JournalOptions options, ReadOnlyMemory<byte> preamble, JournalOpening opening)
    {
        this.storage = storage;
        this.options = options;
        this.preamble = preamble;
        cursorFile = opening.CursorFile;
        lastNumber = opening.LastNumber;
        Epoch = opening.Epoch;
        Recovery = opening.Report;
        NextSeq = opening.State.NextSeq;
        contents = new JournalContents(storage, opening.State, PassOn);
        Cursor = new DeliveryCursor(
            cursorFile, Epoch, opening.CursorPosition, options.CursorSaveInterval, () => contents.State.EntriesEnd);
        foreach (var gap in opening.Gaps)
        {
            Cursor.Skip(gap);
        }

        foreach (var damage in opening.Report.Damages)
        {
            contents.Report(damage);
        }

        active = opening.State.Active is { } last ? ActiveSegment.Open(storage, last, options) : null;
    }

    /// <summary>The longest payload, in bytes.</summary>
    public static int MaxPayloadLength => SegmentFormat.MaxPayloadLength;

    /// <summary>The longest preamble, in bytes.</summary>
    public static int MaxPreambleLength => SegmentFormat.MaxPreambleLength;

    /// <summary>Random, made with the journal: together with it a sequence number names an entry among all gateways.</summary>
    public ulong Epoch { get; }

    /// <summary>What was found at opening.</summary>
    public JournalRecovery Recovery { get; }

    /// <summary>How far the journal is delivered.</summary>
    public DeliveryCursor Cursor { get; }

    /// <summary>The sequence number that the next <see cref="Append"/> gives. For the writing thread.</summary>
    public long NextSeq { get; private set; }

    /// <summary>The least sequence number kept.</summary>
    public long FirstSeq => contents.State.FirstSeq;

    /// <summary>Where the second oldest segment begins; null where there is one only. For the writing thread.</summary>
    public long? SecondSegmentSeq => contents.State switch
    {
        { Sealed: [_, var second, ..] } => second.FirstSeq,
        { Sealed.Length: 1, Active: { } second } => second.FirstSeq,
        _ => null,
    };

    /// <summary>One more than the last committed sequence number.</summary>
    public long CommittedEnd => contents.State.EntriesEnd;

    /// <summary>What the segments take on disk.</summary>
    public long Bytes => contents.State.Bytes;

    /// <summary>How many entries retention deleted before they were delivered, since opening.</summary>
    public long EntriesDroppedUndelivered => Interlocked.Read(ref droppedUndelivered);

    /// <summary>All damage found since and at opening.</summary>
    public IReadOnlyList<JournalDamage> Damages => contents.Damages;

    /// <summary>Opens a folder, or makes it. See the other overload.</summary>
    public static JournalWriter Open(string folder, JournalOptions options, ReadOnlyMemory<byte> preamble) =>
        Open(DiskStorage.Open(folder), options, preamble);

    /// <summary>Opens a journal, or makes a new one; repairs what a crash has left, and says so in <see cref="Recovery"/>.</summary>
    /// <param name="storage">Belongs to the writer from here on.</param>
    /// <param name="options">How to keep it.</param>
    /// <param name="preamble">Put at the head of each segment, up to 4 MiB: what is needed to understand the entries. Where it differs from
    /// that of the last segment, a new segment is begun.</param>
    /// <exception cref="IOException">The folder cannot be read or repaired.</exception>
    public static JournalWriter Open(IJournalStorage storage, JournalOptions options, ReadOnlyMemory<byte> preamble)
    {
        try
        {
            options.Check();
            ArgumentOutOfRangeException.ThrowIfGreaterThan(preamble.Length, SegmentFormat.MaxPreambleLength);
            return new JournalWriter(storage, options, preamble, JournalOpening.Open(storage, options, preamble));
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>False when so much waits for a commit that no payload of that length may be appended: 15 MiB.</summary>
    public bool HasRoomFor(int payloadLength) => pending.HasRoomFor(payloadLength);

    /// <summary>Adds an entry to the next commit and returns its sequence number. Until then, nobody sees it.</summary>
    /// <exception cref="ArgumentException">The payload is empty or longer than <see cref="MaxPayloadLength"/>.</exception>
    /// <exception cref="InvalidOperationException">There is no room, see <see cref="HasRoomFor"/>.</exception>
    public long Append(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || payload.Length > SegmentFormat.MaxPayloadLength)
        {
            throw new ArgumentException($"An entry has 1 to {MaxPayloadLength} bytes, not {payload.Length}.", nameof(payload));
        }

        if (!HasRoomFor(payload.Length))
        {
            throw new InvalidOperationException($"{pending.Length} bytes wait for a commit; commit them before appending more.");
        }

        pending.Add(NextSeq, payload);
        return NextSeq++;
    }

    /// <summary>Writes all appended entries; see <see cref="CommitResult"/> for what it means where the disk fails.</summary>
    public CommitResult Commit()
    {
        if (pending.Count == 0)
        {
            return CommitResult.Done;
        }

        try
        {
            Cursor.MarkOpen();
            var isNew = PrepareSegment();
            Write();
            return isNew ? new CommitResult(true, Retain()) : CommitResult.Done;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new CommitResult(
                false,
                $"The journal {storage.Location} cannot be written: {fault.Message} Free disk space or mend the disk; "
                + $"{pending.Count} entries wait in memory for the next commit.");
        }
    }

    /// <summary>
    /// What the following entries are understood by. Where it differs from the preamble so far, the next commit begins a new segment.
    /// </summary>
    /// <exception cref="InvalidOperationException">Entries wait for a commit: they were made under the preamble so far.</exception>
    public void ChangePreamble(ReadOnlyMemory<byte> next)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(next.Length, MaxPreambleLength);
        if (pending.Count > 0)
        {
            throw new InvalidOperationException($"{pending.Count} entries wait for a commit; commit them before the preamble changes.");
        }

        mustBegin |= !next.Span.SequenceEqual(preamble.Span);
        preamble = next;
    }

    /// <summary>
    /// Lets the oldest segment go before the bound asks for it; what of it was not delivered is counted as dropped. Returns what went
    /// wrong, or null. For the writing thread.
    /// </summary>
    public string? DropOldest()
    {
        try
        {
            if (contents.State is { Sealed: [var oldest, ..] } state)
            {
                Drop(oldest, state);
            }

            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"An old segment of the journal {storage.Location} cannot be deleted: {fault.Message} Delete it by hand while stopped.";
        }
    }

    /// <summary>Reads committed entries from <paramref name="fromSeq"/> on.</summary>
    public JournalReader Read(long fromSeq) => new(contents, fromSeq);

    /// <summary>
    /// Reads committed entries from the last one back, to find the last one that has something. Holds one segment in memory at a time.
    /// </summary>
    public IEnumerable<JournalEntry> ReadBackward() => BackwardReading.Read(contents);

    /// <summary>Closes the journal. Entries appended but not committed are given up.</summary>
    public void Dispose()
    {
        if (contents.IsClosed)
        {
            return;
        }

        // Where numbers are to be skipped before the next entry, the mark must stay away, so that the next opening skips them too.
        if (contents.State.NextSeq == contents.State.EntriesEnd && SyncAtClose())
        {
            Cursor.MarkClosed(contents.State.NextSeq);
        }

        active?.Dispose();
        cursorFile.Dispose();
        contents.Close();
        storage.Dispose();
    }

    private void PassOn(JournalDamage damage)
    {
        Cursor.Skip(damage.Missing);
        options.OnDamage?.Invoke(damage);
    }

    // Returns whether a segment was begun.
    private bool PrepareSegment()
    {
        var length = contents.State.Active?.Length ?? 0;
        if (active is not null && !mustBegin && (contents.State.Active!.IsEmpty || length + pending.Length <= options.SegmentBytes))
        {
            return false;
        }

        if (active is not null)
        {
            End(active);
        }

        active?.Dispose();
        active = null;
        Begin();
        return true;
    }

    private void End(ActiveSegment segment)
    {
        segment.Trim(contents.State.Active!.Length);
        if (options.Durability == Durability.Normal)
        {
            segment.Sync();
        }
    }

    private void Begin()
    {
        var state = contents.State;
        var name = SegmentFormat.FileName(state.NextSeq);

        // One without an entry has the same name and is replaced.
        SegmentInfo[] before = [.. state.NewestFirst.Reverse().Where(segment => segment.Name != name)];
        var header = new SegmentHeader(Epoch, lastNumber + 1, state.NextSeq, before.LastOrDefault()?.EndSeq ?? state.NextSeq, preamble);
        active = ActiveSegment.Create(storage, header, options);
        lastNumber = header.Number;
        mustBegin = false;
        contents.Publish(state with
        {
            Sealed = before,
            Active = new SegmentInfo(name, header.Number, header.FirstSeq, header.FirstSeq, header.Length),
        });
    }

    private void Write()
    {
        var state = contents.State;
        var info = state.Active!;
        active!.Write(info.Length, pending.Seal(Epoch, active.Number));
        if (options.Durability == Durability.Full)
        {
            SyncOrAbandon();
        }

        contents.Publish(state with
        {
            Active = info with { EndSeq = NextSeq, Length = info.Length + pending.Length },
            NextSeq = NextSeq,
        });
        pending.Clear();
    }

    // After a failed sync the system may have thrown the pages away and may call the next sync a success. So what was committed before
    // stands, this file is not written any more, and the entries go to a new one.
    private void SyncOrAbandon()
    {
        try
        {
            active!.Sync();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            active!.Dispose();
            active = null;
            throw;
        }
    }

    // Makes room for one more whole segment. Returns what went wrong.
    private string? Retain()
    {
        try
        {
            while (contents.State is { Sealed: [var oldest, ..] } state
                && (state.Bytes + options.SegmentBytes > options.MaxBytes || state.SegmentCount > SegmentFormat.MaxSegments))
            {
                Drop(oldest, state);
            }

            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"An old segment of the journal {storage.Location} cannot be deleted: {fault.Message} Delete it by hand while stopped.";
        }
    }

    private void Drop(SegmentInfo oldest, JournalState state)
    {
        // Readers must stop looking for it before it is gone.
        contents.Publish(state with { Sealed = state.Sealed[1..] });
        Interlocked.Add(ref droppedUndelivered, Cursor.Drop(SeqRange.Between(oldest.FirstSeq, oldest.EndSeq)));
        storage.Delete(oldest.Name);

        // Before the next one is deleted, so that a power cut leaves no hole.
        storage.SyncFolder();
    }

    private bool SyncAtClose()
    {
        try
        {
            if (active is not null)
            {
                End(active);
            }

            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
