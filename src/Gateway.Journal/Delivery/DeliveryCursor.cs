using Gateway.Core;

namespace Gateway.Journal;

/// <summary>
/// How far the journal has been delivered. May be used from any thread. On disk it follows lazily: an update lost in a power cut
/// only makes entries be sent again.
/// </summary>
public sealed class DeliveryCursor
{
    private readonly Lock gate = new();
    private readonly DeliveredSet delivered;
    private readonly CursorFile file;
    private readonly ulong epoch;
    private readonly int saveInterval;
    private readonly Func<long> committedEnd;
    private long saved;
    private bool isMarkedOpen;

    internal DeliveryCursor(CursorFile file, ulong epoch, long position, int saveInterval, Func<long> committedEnd)
    {
        delivered = new DeliveredSet(position);
        this.file = file;
        this.epoch = epoch;
        this.saveInterval = saveInterval;
        this.committedEnd = committedEnd;
        saved = position;
    }

    /// <summary>The first sequence number not delivered.</summary>
    public long Position
    {
        get
        {
            lock (gate)
            {
                return delivered.Position;
            }
        }
    }

    /// <summary>How many committed entries are not delivered.</summary>
    public long Undelivered
    {
        get
        {
            var end = committedEnd();
            lock (gate)
            {
                return delivered.CountMissing(SeqRange.Between(delivered.Position, end));
            }
        }
    }

    /// <summary>Why the position could not be saved the last time, or null. It is tried again.</summary>
    public string? Fault { get; private set; }

    /// <summary>True for an entry that need not be sent.</summary>
    public bool IsDelivered(long seq)
    {
        lock (gate)
        {
            return delivered.Contains(seq);
        }
    }

    /// <summary>Takes in that entries were delivered. Of numbers not yet committed nothing is believed.</summary>
    public void Acknowledge(SeqRange range)
    {
        var known = range.Intersect(SeqRange.Between(0, committedEnd()));
        lock (gate)
        {
            delivered.Acknowledge(known);
            if (delivered.Position - saved >= saveInterval)
            {
                TryWrite(0);
            }
        }
    }

    /// <summary>Saves the position now; true where it is on disk afterwards, else <see cref="Fault"/> says why not.</summary>
    public bool Save()
    {
        lock (gate)
        {
            return (isMarkedOpen && saved == Math.Min(delivered.Position, committedEnd())) || TryWrite(0);
        }
    }

    internal void Skip(SeqRange range)
    {
        lock (gate)
        {
            delivered.Skip(range);
        }
    }

    /// <summary>Gives up everything up to the end of a range; returns how many of it were not delivered.</summary>
    internal long Drop(SeqRange range)
    {
        lock (gate)
        {
            var undelivered = delivered.CountMissing(range);
            delivered.Skip(new SeqRange(delivered.Position, range.Last));
            return undelivered;
        }
    }

    /// <summary>Takes back the mark that the journal was closed. Must have succeeded before anything is committed.</summary>
    internal void MarkOpen()
    {
        lock (gate)
        {
            if (!isMarkedOpen)
            {
                Write(0);
            }
        }
    }

    internal bool MarkClosed(long nextSeq)
    {
        lock (gate)
        {
            return TryWrite(nextSeq);
        }
    }

    private bool TryWrite(long closedAt)
    {
        try
        {
            Write(closedAt);
            Fault = null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Fault = $"The delivery cursor could not be saved: {fault.Message} After a restart some entries will be sent again.";
        }

        return Fault is null;
    }

    private void Write(long closedAt)
    {
        var position = Math.Min(delivered.Position, committedEnd());
        file.Write(epoch, position, closedAt);
        saved = position;
        isMarkedOpen = true;
    }
}
