using Gateway.Core;

namespace Gateway.Journal;

/// <summary>
/// Reads committed entries in order, from one thread, while the writer goes on. What cannot be read is reported to the journal and
/// stepped over; what retention has deleted is stepped over.
/// </summary>
/// <remarks>Reading throws <see cref="IOException"/> when the disk fails; the reader may be used again afterwards.</remarks>
public sealed class JournalReader : IDisposable
{
    private readonly JournalContents contents;
    private OpenSegment? open;
    private ReadOnlyMemory<byte> preamble;
    private long lookedTo;

    internal JournalReader(JournalContents contents, long fromSeq)
    {
        this.contents = contents;
        NextSeq = fromSeq;
    }

    /// <summary>The least sequence number that the next entry can have.</summary>
    public long NextSeq { get; private set; }

    /// <summary>The next entry; false at the end of what is committed. More may follow later.</summary>
    public bool TryRead(out JournalEntry entry)
    {
        while (true)
        {
            // Taken once for each look: what it says of the end of a segment must be of one instant.
            var state = contents.State;
            if (Enter(state) is not { } segment)
            {
                return Nothing(state, out entry);
            }

            if (open is not null && open.Scanner.TryNext(segment.Length, segment.EndSeq, out var record))
            {
                if (record.Seq < NextSeq)
                {
                    continue;
                }

                NextSeq = record.Seq + 1;
                entry = new JournalEntry(record.Seq, record.Payload, preamble);
                return true;
            }

            if (ReferenceEquals(segment, state.Active))
            {
                return Nothing(state, out entry);
            }

            Leave(segment);
        }
    }

    /// <summary>
    /// Waits for a commit that <see cref="TryRead"/> has not looked at yet; false when the journal is closed and no more will come.
    /// </summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        contents.WaitForAsync(Math.Max(NextSeq, lookedTo), cancellationToken);

    /// <summary>Lets go of the file.</summary>
    public void Dispose() => Close();

    // Remembers how far it looked, because committed entries that are damaged must not make a waiting reader spin.
    private bool Nothing(JournalState state, out JournalEntry entry)
    {
        lookedTo = state.NextSeq;
        entry = default;
        return false;
    }

    private SegmentInfo? Enter(JournalState state)
    {
        if (open is not null && state.Find(open.Number) is { } current)
        {
            return current;
        }

        Close();
        if (state.At(NextSeq) is not { } segment)
        {
            return null;
        }

        open = OpenSegment.Open(contents, segment);
        if (open is not null && !open.Preamble.Span.SequenceEqual(preamble.Span))
        {
            preamble = open.Preamble;
        }

        return segment;
    }

    private void Leave(SegmentInfo segment)
    {
        if (open?.Scanner is { } scanner && scanner.End < segment.EndSeq)
        {
            var missing = SeqRange.Between(scanner.End, segment.EndSeq);
            var bytes = segment.Length - scanner.Offset;
            contents.Report(new JournalDamage(JournalDamageKind.Missing, segment.Name, scanner.Offset, bytes, missing));
        }

        NextSeq = Math.Max(NextSeq, segment.EndSeq);
        Close();
    }

    private void Close()
    {
        open?.Dispose();
        open = null;
    }
}
