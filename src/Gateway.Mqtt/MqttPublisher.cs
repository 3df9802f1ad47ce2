using System.Buffers;
using System.Threading.Channels;
using Gateway.Mqtt.Connections;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;

namespace Gateway.Mqtt;

/// <summary>
/// The gateway's side: publishes its points and hears what the bridge stored. Its status stands retained at the broker, and the broker
/// sets it to offline when the connection breaks.
/// </summary>
public sealed class MqttPublisher
{
    /// <summary>Acknowledgements waiting to be read; the oldest give way, and what they covered is sent again.</summary>
    public const int AcknowledgementBound = 1024;

    private readonly Topics topics;
    private readonly GatewayAddress address;
    private readonly StatusPayloads status;
    private readonly BrokerOptions options;
    private readonly BrokerLink link;
    private readonly Channel<Acknowledgement> acknowledgements;
    private long accepted;
    private long notAccepted;
    private long acknowledged;
    private long malformed;
    private long dropped;

    /// <summary>Creates a publisher; <see cref="RunAsync"/> connects it.</summary>
    /// <param name="options">The broker. Without a client id, <c>gateway-{site}-{gateway}</c> is used.</param>
    /// <param name="topics">The topics.</param>
    /// <param name="address">This gateway.</param>
    /// <param name="status">Its status texts.</param>
    /// <param name="timeProvider">For time limits and pauses.</param>
    /// <param name="random">Draws the pauses between attempts to connect.</param>
    /// <param name="logger">One line per change of state.</param>
    public MqttPublisher(
        BrokerOptions options, Topics topics, GatewayAddress address, StatusPayloads status, TimeProvider timeProvider, Random random,
        ILogger<MqttPublisher> logger)
    {
        this.options = options;
        this.topics = topics;
        this.address = address;
        this.status = status;
        acknowledgements = Channel.CreateBounded<Acknowledgement>(
            new BoundedChannelOptions(AcknowledgementBound) { FullMode = BoundedChannelFullMode.DropOldest },
            _ => Interlocked.Increment(ref dropped));
        var purpose = new LinkPurpose
        {
            Configure = AddWill,
            Attach = connection => connection.Receive(OnReceived),
            EnterAsync = EnterAsync,
            LeaveAsync = connection => connection.PublishAsync(StatusMessage(status.Offline), CancellationToken.None),
        };
        var clientId = options.ClientId ?? $"gateway-{address.Site}-{address.Gateway}";
        link = new BrokerLink(options, clientId, purpose, timeProvider, random, logger);
    }

    /// <summary>What the bridge has stored.</summary>
    public ChannelReader<Acknowledgement> Acknowledgements => acknowledgements.Reader;

    /// <summary>There is a connection. It may be dead without anyone knowing yet.</summary>
    public bool IsConnected => link.Current is not null;

    /// <summary>Why there is no connection; empty while there is one.</summary>
    public string Fault => IsConnected ? string.Empty : link.Fault.Reason;

    /// <summary>The largest payload that the broker takes; null without a connection or when it names no bound.</summary>
    public long? LargestPayload => link.Current?.LargestPayload;

    /// <summary>What it did so far.</summary>
    public PublisherCounters Counters => new(
        Interlocked.Read(ref accepted), Interlocked.Read(ref notAccepted), link.Current?.InFlight ?? 0, link.Connections,
        Interlocked.Read(ref acknowledged), Interlocked.Read(ref malformed), Interlocked.Read(ref dropped));

    /// <summary>Keeps a connection until cancelled, and then takes leave: the status is offline afterwards.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => link.RunAsync(cancellationToken);

    /// <summary>
    /// Publishes at QoS 1. Waits for a connection, but no longer than <see cref="BrokerOptions.CallTimeout"/>, for a free place among the
    /// messages on their way, and for the broker's receipt. Call it from several tasks to use the window.
    /// </summary>
    /// <param name="message">
    /// Its payload must stay unchanged until the call has ended, and for <see cref="BrokerOptions.CallTimeout"/> longer when it was
    /// cancelled.
    /// </param>
    /// <param name="cancellationToken">Stops waiting; the message may be on its way then.</param>
    public async ValueTask<PublishVerdict> PublishAsync(DataMessage message, CancellationToken cancellationToken)
    {
        var verdict = await link.WaitAsync(cancellationToken) is { } connection
            ? await connection.PublishAsync(DataMessageFormat.Write(topics, message, options.Version, options.Payload), cancellationToken)
            : link.Fault.Verdict;
        Interlocked.Increment(ref verdict.Next == PublishNext.Accepted ? ref accepted : ref notAccepted);
        return verdict;
    }

    /// <summary>Replaces the retained status, e.g. when the gateway's health changes.</summary>
    public async ValueTask<PublishVerdict> PublishStatusAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        await link.WaitAsync(cancellationToken) is { } connection
            ? await connection.PublishAsync(StatusMessage(json), cancellationToken)
            : link.Fault.Verdict;

    private void AddWill(MqttClientOptionsBuilder setup) =>
        setup.WithWillTopic(topics.Status(address))
            .WithWillPayload(status.Offline.ToArray())
            .WithWillRetain()
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);

    private async Task<LinkFault?> EnterAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        if (await connection.SubscribeAsync(topics.Ack(address), cancellationToken) is { } fault)
        {
            return fault;
        }

        var verdict = await connection.PublishAsync(StatusMessage(status.Online()), cancellationToken);
        return verdict.Next == PublishNext.Accepted
            ? null
            : new LinkFault(verdict.Next == PublishNext.FixAccess, $"the status is not taken: {verdict.Reason}");
    }

    private void OnReceived(MqttApplicationMessageReceivedEventArgs arguments)
    {
        if (AcknowledgementJson.Read(arguments.ApplicationMessage.Payload) is { } acknowledgement)
        {
            Interlocked.Increment(ref acknowledged);
            acknowledgements.Writer.TryWrite(acknowledgement);
        }
        else
        {
            Interlocked.Increment(ref malformed);
        }
    }

    private MqttApplicationMessage StatusMessage(ReadOnlyMemory<byte> json) => new()
    {
        Topic = topics.Status(address),
        Payload = new ReadOnlySequence<byte>(json),
        Retain = true,
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        ContentType = "application/json",
    };
}
