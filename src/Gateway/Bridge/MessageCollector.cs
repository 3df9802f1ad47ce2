using System.Threading.Channels;
using Gateway.Influx;
using Gateway.Mqtt;

namespace Gateway.Bridge;

/// <summary>Gathers messages into batches: full by lines, bytes or messages, or closed by time.</summary>
/// <param name="source">The messages.</param>
/// <param name="settings">Lines and time.</param>
/// <param name="mostMessages">Messages in a batch, at most.</param>
/// <param name="clock">For the time.</param>
internal sealed class MessageCollector(
    ChannelReader<ReceivedMessage> source, BridgeSettings settings, int mostMessages, TimeProvider clock)
{
    private Task<bool>? arriving;

    /// <summary>Waits for a message and gathers what belongs to its batch; false when there will be no more.</summary>
    public async ValueTask<bool> CollectAsync(List<ReceivedMessage> batch, CancellationToken cancellationToken)
    {
        if (!await ArrivalAsync(cancellationToken))
        {
            return false;
        }

        var room = new Room(settings.MostLines, mostMessages);
        var opened = clock.GetTimestamp();
        while (!IsFull(batch, ref room) && settings.MostTime - clock.GetElapsedTime(opened) is var left && left > TimeSpan.Zero)
        {
            var silence = settings.MostTime / 4;
            arriving ??= source.WaitToReadAsync(cancellationToken).AsTask();
            await Task.WhenAny(arriving, Task.Delay(silence < left ? silence : left, clock, cancellationToken));
            if (!arriving.IsCompleted || !await ArrivalAsync(cancellationToken))
            {
                break;
            }
        }

        // What came together with the end of the time belongs to it still.
        IsFull(batch, ref room);
        cancellationToken.ThrowIfCancellationRequested();
        return true;
    }

    private async ValueTask<bool> ArrivalAsync(CancellationToken cancellationToken)
    {
        var arrived = await (arriving ?? source.WaitToReadAsync(cancellationToken).AsTask());
        arriving = null;
        return arrived;
    }

    // A message that no longer fits begins the next batch; the first one fits always.
    private bool IsFull(List<ReceivedMessage> batch, ref Room room)
    {
        while (source.TryPeek(out var message))
        {
            if (!room.Take(message.Message.Payload.Span) && batch.Count > 0)
            {
                return true;
            }

            source.TryRead(out _);
            batch.Add(message);
        }

        return room.IsUsedUp;
    }

    private struct Room(int lines, int messages)
    {
        private int bytes = BatchWriter.MostBytesPerWrite;

        public readonly bool IsUsedUp => lines <= 0 || bytes <= 0 || messages <= 0;

        public bool Take(ReadOnlySpan<byte> payload)
        {
            lines -= BatchWriter.LinesIn(payload);
            bytes -= payload.Length + 1;
            messages--;
            return lines >= 0 && bytes >= 0 && messages >= 0;
        }
    }
}
