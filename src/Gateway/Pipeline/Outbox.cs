using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Gateway.Core;
using Gateway.Influx;
using Gateway.Journal;
using Gateway.Mqtt;

namespace Gateway.Pipeline;

/// <summary>
/// Sends what the journal holds and the bridge has not acknowledged. An entry is released by the bridge's acknowledgement alone: a
/// broker's receipt proves nothing, since brokers lose what they receipted when they are killed.
/// </summary>
internal sealed class Outbox(
    JournalWriter journal, Catalog catalog, GatewayAddress address, MqttPublisher publisher, TimeProvider clock, ILogger<Outbox> logger)
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
    private long pointsReleased;
    private long entriesReleased;
    private long resent;
    private long setAside;

    /// <summary>Points that the bridge acknowledged since start.</summary>
    public long PointsReleased => Interlocked.Read(ref pointsReleased);

    /// <summary>Entries that the bridge acknowledged since start.</summary>
    public long EntriesReleased => Interlocked.Read(ref entriesReleased);

    /// <summary>Entries sent more than once since start.</summary>
    public long Resent => Interlocked.Read(ref resent);

    /// <summary>Entries that no message can carry; they are in the journal only.</summary>
    public long SetAsideEntries => Interlocked.Read(ref setAside);

    /// <summary>Sends until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wakingUp = WakeOnCommitAsync(cancellationToken);
        var releasing = ReleaseAsync(cancellationToken);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelSends, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(DueAsync(cancellationToken), parallel, SendAsync);
        await Task.WhenAll(wakingUp, releasing);
    }

    // The entries to send, oldest first. An overdue one makes it begin again at the oldest that is not released.
    private async IAsyncEnumerable<RecordedTick> DueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var reader = new TickReader(journal.Read(journal.Cursor.Position), catalog);
            while (!IsAnythingOverdue())
            {
                if (IsRoomForMore() && publisher.IsConnected && reader.TryRead(out var tick))
                {
                    if (TakeIfDue(tick.Seq))
                    {
                        yield return tick;
                    }
                }
                else
                {
                    await WaitAsync(cancellationToken);
                }
            }
        }
    }

    private async ValueTask SendAsync(RecordedTick tick, CancellationToken cancellationToken)
    {
        var payload = new ArrayBufferWriter<byte>();
        IReadOnlyList<Reading> readings = [.. tick.Tick.Readings, .. tick.Tick.Results];
        var points = LineProtocol.Write(tick.Catalog, readings, address.Site, address.Gateway, payload);
        var isBacklog = tick.Seq < journal.CommittedEnd - MaxUnreleased;
        lock (gate)
        {
            unreleased.MarkSent(tick.Seq, points, clock.GetUtcNow());
        }

        var message = new DataMessage(address, journal.Epoch, tick.Seq, 1, isBacklog, payload.WrittenMemory);
        var verdict = await publisher.PublishAsync(message, cancellationToken);
        if (verdict.Next == PublishNext.Accepted)
        {
            return;
        }

        if (verdict.Next == PublishNext.TooLarge)
        {
            // It would be refused for ever and hold up all others. It stays in the journal.
            Log.EntryTooLarge(logger, tick.Seq, payload.WrittenCount, verdict.Reason);
            SetAside(tick.Seq);
            return;
        }

        lock (gate)
        {
            unreleased.MarkFailed(tick.Seq, clock.GetUtcNow());
        }
    }

    private void SetAside(long seq)
    {
        lock (gate)
        {
            unreleased.Release([new SeqRange(seq, seq)]);
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
                Release(acknowledgement.Ranges);
            }
        }
    }

    private void Release(IReadOnlyList<SeqRange> ranges)
    {
        lock (gate)
        {
            var (entries, points) = unreleased.Release(ranges);
            Interlocked.Add(ref entriesReleased, entries);
            Interlocked.Add(ref pointsReleased, points);
        }

        foreach (var range in ranges)
        {
            journal.Cursor.Acknowledge(range);
        }

        wakeUps.Writer.TryWrite(true);
    }

    private bool TakeIfDue(long seq)
    {
        lock (gate)
        {
            if (journal.Cursor.IsDelivered(seq) || !unreleased.IsDue(seq, clock.GetUtcNow()))
            {
                return false;
            }

            if (unreleased.WasSent(seq))
            {
                Interlocked.Increment(ref resent);
            }

            // Counted as on the way from here on, so that no second look takes it too.
            unreleased.MarkSent(seq, 0, clock.GetUtcNow());
            return true;
        }
    }

    private bool IsAnythingOverdue()
    {
        lock (gate)
        {
            return publisher.IsConnected && unreleased.OldestOverdue(clock.GetUtcNow()) is not null;
        }
    }

    private bool IsRoomForMore()
    {
        lock (gate)
        {
            return unreleased.Count < MaxUnreleased;
        }
    }

    private async Task WakeOnCommitAsync(CancellationToken cancellationToken)
    {
        using var reader = journal.Read(journal.CommittedEnd);
        while (await reader.WaitAsync(cancellationToken))
        {
            while (reader.TryRead(out _))
            {
            }

            wakeUps.Writer.TryWrite(true);
        }
    }

    // A commit or a release wakes it; a lost connection or an overdue acknowledgement is noticed within the longest wait.
    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var wakeUp = wakeUps.Reader.WaitToReadAsync(cancellationToken).AsTask();
        await Task.WhenAny(wakeUp, Task.Delay(LongestWait, clock, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        wakeUps.Reader.TryRead(out _);
    }
}
