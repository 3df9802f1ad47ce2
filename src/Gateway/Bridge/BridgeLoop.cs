using System.Text;
using Gateway.Influx;
using Gateway.Mqtt;
using Gateway.Pipeline;

namespace Gateway.Bridge;

/// <summary>
/// Takes messages from the broker, writes them to the database and acknowledges them to their gateways once they are durable there. It
/// keeps nothing: whatever happens to it, what was not acknowledged is sent again.
/// </summary>
internal sealed class BridgeLoop(MqttSubscriber subscriber, IPointWriter database, TimeProvider clock, ILogger<BridgeLoop> logger)
{
    /// <summary>Messages written together.</summary>
    private const int MaxMessages = 256;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly BatchWriter batches = new(database);
    private long linesRejected;

    /// <summary>Points the database refused for good since start.</summary>
    public long LinesRejected => Interlocked.Read(ref linesRejected);

    /// <summary>Writes and acknowledges until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        PipelineParts.TogetherAsync(cancellationToken, subscriber.RunAsync, WriteAsync);

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var batch = new List<ReceivedMessage>();
        while (await subscriber.Messages.WaitToReadAsync(cancellationToken))
        {
            while (batch.Count < MaxMessages && subscriber.Messages.TryRead(out var message))
            {
                batch.Add(message);
            }

            await StoreAsync(batch, cancellationToken);
            batch.Clear();
        }
    }

    private async Task StoreAsync(List<ReceivedMessage> batch, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var refused = false;
        while (batch.Count > 0)
        {
            var outcome = await batches.WriteAsync([.. batch.Select(message => message.Message.Payload)], cancellationToken);
            var rejected = Report(batch, outcome.Rejected);
            await subscriber.AcknowledgeAsync(batch[..outcome.Settled], rejected, cancellationToken);
            batch.RemoveRange(0, outcome.Settled);
            if (batch.Count == 0)
            {
                break;
            }

            if (!refused)
            {
                refused = true;
                Log.DatabaseRefuses(logger, outcome.Verdict.Reason);
            }

            await Task.Delay(outcome.Verdict.RetryAfter ?? pause, clock, cancellationToken);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        if (refused)
        {
            Log.DatabaseAccepts(logger);
        }
    }

    private List<(DataMessage Message, RejectedPoint Point)> Report(List<ReceivedMessage> batch, IReadOnlyList<RejectedLine> rejected)
    {
        Interlocked.Add(ref linesRejected, rejected.Count);
        var points = rejected.Select(line => (
            batch[line.Payload].Message,
            RejectedPoint.Of(batch[line.Payload].Message.Seq, line.Reason, Encoding.UTF8.GetString(line.Line.Span)))).ToList();
        foreach (var (message, point) in points)
        {
            Log.LineRejected(logger, message.Address.ToString(), point.Reason, point.Line);
        }

        return points;
    }
}
