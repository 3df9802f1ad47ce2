using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gateway.Core;
using Gateway.Influx;
using Gateway.Journal;
using Gateway.Mqtt;

namespace Gateway.Pipeline;

/// <summary>
/// Sends what the journal holds and the bridge has not acknowledged: the live stream first, then what is overdue, then the backlog. An
/// entry is released by the bridge's acknowledgement alone: a broker's receipt proves nothing, since brokers lose what they receipted
/// when they are killed.
/// </summary>
/// <param name="journal">What is to be sent.</param>
/// <param name="catalog">Today's catalog.</param>
/// <param name="address">This gateway.</param>
/// <param name="backlogShare">Most of the entries on the way that may be of the backlog, 0 to 1.</param>
/// <param name="publisher">The way to the broker.</param>
/// <param name="notes">Told of each entry that the database does not take whole.</param>
/// <param name="clock">For time limits.</param>
/// <param name="logger">One line for what is set aside.</param>
internal sealed class Outbox(
    JournalWriter journal, Catalog catalog, GatewayAddress address, double backlogShare, MqttPublisher publisher, EventNotes notes,
    TimeProvider clock, ILogger<Outbox> logger)
{
    /// <summary>Entries that may be on the way without an acknowledgement; further ones wait on disk.</summary>
    public const int MaxUnreleased = 1024;

    /// <summary>So long the bridge may take to acknowledge before an entry is sent again.</summary>
    public static readonly TimeSpan AcknowledgeTimeout = TimeSpan.FromSeconds(15);

    private const int ParallelSends = 32;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Unreleased unreleased = new(AcknowledgeTimeout);
    private readonly Channel<bool> wakeUps =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly long started = clock.GetTimestamp();
    private long pointsReleased;
    private long entriesReleased;
    private long resent;
    private long setAside;
    private long linesRejected;

    /// <summary>Points that the bridge acknowledged since start.</summary>
    public long PointsReleased => Interlocked.Read(ref pointsReleased);

    /// <summary>Entries that the bridge acknowledged since start.</summary>
    public long EntriesReleased => Interlocked.Read(ref entriesReleased);

    /// <summary>Entries sent more than once since start.</summary>
    public long Resent => Interlocked.Read(ref resent);

    /// <summary>Entries that no message can carry; they are in the journal only.</summary>
    public long SetAsideEntries => Interlocked.Read(ref setAside);

    /// <summary>Points that the database refused for good since start; the journal has them.</summary>
    public long LinesRejected => Interlocked.Read(ref linesRejected);

    private TimeSpan Now => clock.GetElapsedTime(started);

    /// <summary>Sends until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        PipelineParts.TogetherAsync(cancellationToken, WakeOnCommitAsync, ReleaseAsync, SendAllAsync);

    private Task SendAllAsync(CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelSends, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(DueAsync(cancellationToken), parallel, SendAsync);
    }

    private async IAsyncEnumerable<RecordedTick> DueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var order = new SendOrder(journal, catalog);
        using var again = new TickLookup(journal, catalog);
        while (true)
        {
            if (publisher.IsConnected && Next(order, again) is { } due)
            {
                yield return due;
            }
            else
            {
                await WaitAsync(cancellationToken);
            }
        }
    }

    private RecordedTick? Next(SendOrder order, TickLookup again)
    {
        while (IsRoomFor(isBacklog: false) && order.TryReadLive(out var newest))
        {
            if (TakeFirst(newest.Seq, isBacklog: false))
            {
                return newest;
            }
        }

        if (TakeOverdue(again) is { } overdue)
        {
            return overdue;
        }

        while (IsRoomFor(isBacklog: true) && order.TryReadBacklog(out var oldest))
        {
            if (TakeFirst(oldest.Seq, isBacklog: true))
            {
                return oldest;
            }
        }

        return null;
    }

    private async ValueTask SendAsync(RecordedTick tick, CancellationToken cancellationToken)
    {
        var payload = new ArrayBufferWriter<byte>();
        IReadOnlyList<Reading> readings = [.. tick.Tick.Readings, .. tick.Tick.Results];
        var points = LineProtocol.Write(tick.Catalog, readings, address.Site, address.Gateway, payload);
        bool isBacklog;
        lock (gate)
        {
            unreleased.SetPoints(tick.Seq, points);
            isBacklog = unreleased.IsBacklog(tick.Seq);
        }

        var message = new DataMessage(address, journal.Epoch, tick.Seq, 1, isBacklog, payload.WrittenMemory);
        var verdict = await publisher.PublishAsync(message, cancellationToken);
        if (verdict.Next == PublishNext.TooLarge)
        {
            // It would be refused for ever and hold up all others. It stays in the journal.
            Log.EntryTooLarge(logger, tick.Seq, payload.WrittenCount, verdict.Reason);
            SetAside(tick.Seq);
        }
        else if (verdict.Next != PublishNext.Accepted)
        {
            lock (gate)
            {
                unreleased.MarkFailed(tick.Seq, Now);
            }
        }
    }

    private void SetAside(long seq)
    {
        lock (gate)
        {
            unreleased.Release([new SeqRange(seq, seq)], Now);
        }

        Interlocked.Increment(ref setAside);
        journal.Cursor.Acknowledge(new SeqRange(seq, seq));
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await foreach (var acknowledgement in publisher.Acknowledgements.ReadAllAsync(cancellationToken))
        {
            if (acknowledgement.Epoch == journal.Epoch)
            {
                Report(acknowledgement.Rejected);
                Release(acknowledgement.Ranges);
            }
        }
    }

    // The entry is done all the same: it would be refused for ever. The journal keeps it for a person to look at.
    private void Report(IReadOnlyList<RejectedPoint> rejected)
    {
        Interlocked.Add(ref linesRejected, rejected.Count);
        foreach (var point in rejected)
        {
            Log.PointRejected(logger, point.Seq, point.Reason, point.Line);
            notes.Note("point-rejected", $"entry {point.Seq}", $"{point.Reason} Line: {point.Line}");
        }
    }

    private void Release(IReadOnlyList<SeqRange> ranges)
    {
        lock (gate)
        {
            var (entries, points) = unreleased.Release(ranges, Now);
            Interlocked.Add(ref entriesReleased, entries);
            Interlocked.Add(ref pointsReleased, points);
        }

        foreach (var range in ranges)
        {
            journal.Cursor.Acknowledge(range);
        }

        wakeUps.Writer.TryWrite(true);
    }

    private bool TakeFirst(long seq, bool isBacklog)
    {
        lock (gate)
        {
            if (journal.Cursor.IsDelivered(seq))
            {
                return false;
            }

            unreleased.Add(seq, Now, isBacklog);
            return true;
        }
    }

    private RecordedTick? TakeOverdue(TickLookup again)
    {
        while (NextOverdue() is { } seq)
        {
            if (again.Find(seq) is { } tick)
            {
                Interlocked.Increment(ref resent);
                return tick;
            }
        }

        return null;
    }

    // Entries that were released otherwise, or that the journal had to give up, are no longer waited for.
    private long? NextOverdue()
    {
        lock (gate)
        {
            while (unreleased.TakeOverdue(Now) is { } seq)
            {
                if (!journal.Cursor.IsDelivered(seq))
                {
                    return seq;
                }

                unreleased.Release([new SeqRange(seq, seq)], Now);
            }

            return null;
        }
    }

    private bool IsRoomFor(bool isBacklog)
    {
        lock (gate)
        {
            return unreleased.Count < MaxUnreleased && (!isBacklog || unreleased.BacklogCount < backlogShare * MaxUnreleased);
        }
    }

    private async Task WakeOnCommitAsync(CancellationToken cancellationToken)
    {
        var isOpen = true;
        while (isOpen)
        {
            // Taken before the wake-up, so that a commit in between ends the wait at once. Nothing is read: the senders do that.
            using var end = journal.Read(journal.CommittedEnd);
            wakeUps.Writer.TryWrite(true);
            isOpen = await end.WaitAsync(cancellationToken);
        }
    }

    // A commit or a release wakes it; a connection or an overdue acknowledgement is noticed within the longest wait.
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var wakeUp = wakeUps.Reader.WaitToReadAsync(cancellationToken).AsTask();
        await Task.WhenAny(wakeUp, Task.Delay(LongestWait, clock, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        wakeUps.Reader.TryRead(out _);
    }
}
