using System.Buffers;
using System.Globalization;
using System.Threading.Channels;
using Gateway.Core;
using Gateway.Mqtt.Connections;
using MQTTnet;
using MQTTnet.Protocol;
using Microsoft.Extensions.Logging;

namespace Gateway.Mqtt;

/// <summary>
/// The bridge's side: takes the gateways' points in, and acknowledges them once they are stored. The broker sends no more than
/// <see cref="SubscriberOptions.ReceiveMaximum"/> messages ahead, so a slow database holds the gateways back, not the memory.
/// </summary>
public sealed class MqttSubscriber
{
    private const int MostReportedTopics = 256;

    private readonly Topics topics;
    private readonly SubscriberOptions options;
    private readonly ILogger logger;
    private readonly BrokerLink link;
    private readonly Channel<ReceivedMessage> messages;
    private readonly HashSet<string> reportedTopics = [];
    private long received;
    private long malformed;
    private long overflowed;
    private long acknowledged;
    private long stale;
    private long bytesOnHand;

    /// <summary>Creates a subscriber; <see cref="RunAsync"/> connects it.</summary>
    /// <param name="broker">The broker. Without a client id, a random one is drawn, so that any number of bridges may run.</param>
    /// <param name="topics">The topics.</param>
    /// <param name="options">How to subscribe.</param>
    /// <param name="timeProvider">For time limits and pauses.</param>
    /// <param name="random">Draws the client id and the pauses between attempts to connect.</param>
    /// <param name="logger">One line per change of state.</param>
    public MqttSubscriber(
        BrokerOptions broker, Topics topics, SubscriberOptions options, TimeProvider timeProvider, Random random,
        ILogger<MqttSubscriber> logger)
    {
        this.topics = topics;
        this.options = options;
        this.logger = logger;

        messages = Channel.CreateBounded<ReceivedMessage>(Math.Max(options.MostOnHand, options.ReceiveMaximum));
        var purpose = new LinkPurpose
        {
            Configure = setup =>
            {
                if (broker.Version == MqttVersion.V5)
                {
                    setup.WithReceiveMaximum((ushort)options.ReceiveMaximum).WithMaximumPacketSize(options.LargestPacket);
                }
            },
            Attach = Attach,
            EnterAsync = (connection, token) => connection.SubscribeAsync(
                options.Group is null ? topics.AllData : topics.SharedData(options.Group), token),
            LeaveAsync = _ => Task.CompletedTask,
        };
        var clientId = broker.ClientId ?? "bridge-" + random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
        link = new BrokerLink(broker, clientId, purpose, timeProvider, random, logger);
    }

    /// <summary>What the gateways sent, in the order of arrival.</summary>
    public ChannelReader<ReceivedMessage> Messages => messages.Reader;

    /// <summary>There is a connection. It may be dead without anyone knowing yet.</summary>
    public bool IsConnected => link.Current is not null;

    /// <summary>Why there is no connection; empty while there is one.</summary>
    public string Fault => IsConnected ? string.Empty : link.Fault.Reason;

    /// <summary>What it did so far.</summary>
    public SubscriberCounters Counters => new(
        Interlocked.Read(ref received), Interlocked.Read(ref malformed), Interlocked.Read(ref overflowed),
        Interlocked.Read(ref acknowledged), Interlocked.Read(ref stale), link.Connections)
    {
        BytesOnHand = Interlocked.Read(ref bytesOnHand),
    };

    /// <summary>So many messages may be acknowledged together without the broker having none left to send meanwhile.</summary>
    public int MostMessages => (options.ReceiveMaximum + 1) / 2;

    /// <summary>Keeps a connection until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => link.RunAsync(cancellationToken);

    /// <summary>
    /// Tells the gateways that these messages are stored, one acknowledgement for each gateway and epoch, and receipts the messages to the
    /// broker, where their connection still stands. What could not be told is sent again by its gateway.
    /// </summary>
    /// <param name="stored">Messages whose points are stored or rejected for good.</param>
    /// <param name="rejected">Points that were rejected, and the message that each came in.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns><see cref="PublishNext.Accepted"/> when all gateways were told; otherwise the first other verdict.</returns>
    public async ValueTask<PublishVerdict> AcknowledgeAsync(
        IReadOnlyList<ReceivedMessage> stored, IReadOnlyList<(DataMessage Message, RejectedPoint Point)> rejected,
        CancellationToken cancellationToken)
    {
        var verdict = await TellAsync(stored, rejected, cancellationToken);
        foreach (var message in stored)
        {
            Interlocked.Add(ref bytesOnHand, -message.Message.Payload.Length);
            var receipted = await message.Connection.ReceiptAsync(message.Arrival, cancellationToken);
            Interlocked.Increment(ref receipted ? ref acknowledged : ref stale);
        }

        return verdict;
    }

    private async Task<PublishVerdict> TellAsync(
        IReadOnlyList<ReceivedMessage> stored, IReadOnlyList<(DataMessage Message, RejectedPoint Point)> rejected,
        CancellationToken cancellationToken)
    {
        if (stored.Count == 0)
        {
            return PublishVerdict.Accepted;
        }

        if (await link.WaitAsync(cancellationToken) is not { } connection)
        {
            return link.Fault.Verdict;
        }

        var told = stored.Select(message => message.Message)
            .GroupBy(message => (message.Address, message.Epoch))
            .Select(group => connection.PublishAsync(
                AckMessage(group.Key.Address, new Acknowledgement(group.Key.Epoch, SeqRange.Merge(group.Select(message => message.Range)))
                {
                    Rejected = [.. rejected.Where(one => (one.Message.Address, one.Message.Epoch) == group.Key)
                        .Select(one => one.Point).Take(Acknowledgement.MostRejected)],
                }),
                cancellationToken));
        var verdicts = await Task.WhenAll(told);
        return verdicts.FirstOrDefault(verdict => verdict.Next != PublishNext.Accepted, PublishVerdict.Accepted);
    }

    private MqttApplicationMessage AckMessage(GatewayAddress address, Acknowledgement acknowledgement) => new()
    {
        Topic = topics.Ack(address),
        Payload = new ReadOnlySequence<byte>(AcknowledgementJson.Write(acknowledgement)),
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        ContentType = "application/json",
    };

    private void Attach(BrokerConnection connection)
    {
        // Room for what the new connection may bring.
        var most = options.MostOnHand - options.ReceiveMaximum;
        for (var waiting = messages.Reader.Count; waiting > most && messages.Reader.TryRead(out var old); waiting--)
        {
            Interlocked.Add(ref bytesOnHand, -old.Message.Payload.Length);
            Interlocked.Increment(ref overflowed);
        }

        connection.Receive(arguments => OnReceived(connection, arguments));
    }

    private void OnReceived(BrokerConnection connection, MqttApplicationMessageReceivedEventArgs arguments)
    {
        arguments.AutoAcknowledge = false;
        var (message, fault) = DataMessageFormat.Read(topics, arguments.ApplicationMessage);
        if (message is null)
        {
            arguments.AutoAcknowledge = true;
            Interlocked.Increment(ref malformed);
            Report(arguments.ApplicationMessage.Topic, fault);
        }
        else if (HasRoom(message) && messages.Writer.TryWrite(new ReceivedMessage(message, connection, arguments)))
        {
            Interlocked.Add(ref bytesOnHand, message.Payload.Length);
            Interlocked.Increment(ref received);
        }
        else
        {
            // Only a broker that sends more than allowed, or messages at QoS 0, can fill the channel. To wait here would hide a lost
            // connection.
            // The receipt keeps the broker sending; without an acknowledgement the gateway sends it again.
            arguments.AutoAcknowledge = true;
            if (Interlocked.Increment(ref overflowed) == 1)
            {
                Log.Overflow(logger, options.MostOnHand, options.MostBytesOnHand);
            }
        }
    }

    // One message is taken in any case: else one that is larger than the bound would come for ever.
    private bool HasRoom(DataMessage message) =>
        Interlocked.Read(ref bytesOnHand) is var held && (held <= 0 || held + message.Payload.Length <= options.MostBytesOnHand);

    // Called by one connection at a time, in turn.
    private void Report(string topic, string fault)
    {
        if (reportedTopics.Count < MostReportedTopics && reportedTopics.Add(topic))
        {
            Log.Malformed(logger, topic, fault);
        }
    }
}
