using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Gateway.Mqtt.Connections;

/// <summary>
/// One connection from its CONNECT to its end, with a client object of its own: an acknowledgement that comes late can then never reach
/// another connection, where its packet id would stand for another message.
/// </summary>
internal sealed class BrokerConnection : IDisposable
{
    private readonly BrokerOptions options;
    private readonly TimeProvider timeProvider;
    private readonly IMqttClient client;
    private readonly TaskCompletionSource<string> lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource closed = new();
    private SemaphoreSlim? window;
    private long? largestPacket;
    private TimeSpan keepAlive;
    private long lastHeard;

    public BrokerConnection(BrokerOptions options, TimeProvider timeProvider)
    {
        this.options = options;
        this.timeProvider = timeProvider;
        client = new MqttClientFactory().CreateMqttClient();
        client.DisconnectedAsync += OnDisconnectedAsync;
    }

    /// <summary>The connection ended because another client took its id.</summary>
    public bool TakenOver { get; private set; }

    /// <summary>How many messages may be on the way at a time.</summary>
    public int WindowSize { get; private set; }

    /// <summary>Messages on the way without a receipt.</summary>
    public int InFlight => window is null ? 0 : WindowSize - window.CurrentCount;

    /// <summary>A payload of this length fits into what the broker takes, whatever the topic; null when it names no bound.</summary>
    public long? LargestPayload => largestPacket - DataMessage.LargestOverhead;

    /// <summary>
    /// Hands on what arrives. The handler must neither throw nor wait: the library would stop handing on, or not notice a lost connection.
    /// </summary>
    public void Receive(Action<MqttApplicationMessageReceivedEventArgs> handler) => client.ApplicationMessageReceivedAsync += arguments =>
    {
        Heard();
        handler(arguments);
        return Task.CompletedTask;
    };

    /// <summary>Connects; null when the broker accepted.</summary>
    public async Task<LinkFault?> OpenAsync(MqttClientOptions clientOptions, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.CallTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var answer = await client.ConnectAsync(clientOptions, either.Token);
        if (answer.ResultCode != MqttClientConnectResultCode.Success)
        {
            return BrokerAnswers.Refusal(answer);
        }

        WindowSize = Math.Min(options.Window, answer.ReceiveMaximum is > 0 and var most ? most : ushort.MaxValue);
        window = new SemaphoreSlim(WindowSize);
        largestPacket = Smaller(options.MaxPacketBytes, answer.MaximumPacketSize is > 0 and var announced ? announced : null);

        // The library pings by our own period even when the broker commands a shorter one, and would be thrown out; we ping by it.
        var commanded = TimeSpan.FromSeconds(answer.ServerKeepAlive);
        keepAlive = commanded > TimeSpan.Zero && commanded < options.KeepAlive ? commanded : options.KeepAlive;
        Heard();
        return null;
    }

    /// <summary>Subscribes at QoS 1; null when the broker granted it.</summary>
    public async Task<LinkFault?> SubscribeAsync(string filter, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.CallTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var answer = await client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, either.Token);
        Heard();
        return BrokerAnswers.Refusal(answer, filter);
    }

    /// <summary>
    /// Publishes and waits for a free place in the window and, at QoS 1, for the broker's receipt. Cancelling only stops the waiting: a
    /// receipt
    /// that nobody expects any more would make the library drop the connection, and the broker counts the message as on its way in any
    /// case.
    /// </summary>
    public async Task<PublishVerdict> PublishAsync(MqttApplicationMessage message, CancellationToken cancellationToken)
    {
        if (options.Version == MqttVersion.V311)
        {
            message.ContentType = null;
        }

        if (largestPacket is { } most && PublishSize.Of(message, options.Version) is var size && size > most)
        {
            return new PublishVerdict(PublishNext.TooLarge, $"{size} bytes are too many: this broker takes packets up to {most}");
        }

        if (!window!.Wait(0, CancellationToken.None))
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed.Token);
            try
            {
                await window.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new PublishVerdict(PublishNext.RetryLater, "the connection was lost");
            }
        }

        return await SendAsync(message).WaitAsync(cancellationToken);
    }

    /// <summary>Receipts a received message, if its connection still is this one; false when it is gone.</summary>
    public async Task<bool> ReceiptAsync(MqttApplicationMessageReceivedEventArgs message, CancellationToken cancellationToken)
    {
        if (lost.Task.IsCompleted)
        {
            return false;
        }

        using var timeout = new CancellationTokenSource(options.CallTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await message.AcknowledgeAsync(either.Token);
            return true;
        }
        catch (Exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fail("a receipt could not be sent");
            return false;
        }
    }

    /// <summary>Watches until the connection is lost, and says why.</summary>
    /// <remarks>
    /// The library alone never finds a dead broker while it publishes, because it pings only when it sends nothing. So whoever was silent
    /// for
    /// the keep-alive time is asked.
    /// </remarks>
    public async Task<string> WatchAsync(CancellationToken cancellationToken)
    {
        while (!lost.Task.IsCompleted)
        {
            var left = keepAlive - timeProvider.GetElapsedTime(Volatile.Read(ref lastHeard));
            if (left > TimeSpan.Zero)
            {
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed.Token);
                await Task.WhenAny(Task.Delay(left, timeProvider, end.Token));
                cancellationToken.ThrowIfCancellationRequested();
            }
            else
            {
                await PingAsync(cancellationToken);
            }
        }

        return await lost.Task;
    }

    /// <summary>Says good-bye: so that the broker does not publish the will, unless it is asked to.</summary>
    public async Task CloseAsync(
        MqttClientDisconnectOptionsReason reason = MqttClientDisconnectOptionsReason.NormalDisconnection)
    {
        if (lost.Task.IsCompleted)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(options.CallTimeout, timeProvider);
        try
        {
            await client.DisconnectAsync(reason, cancellationToken: timeout.Token);
        }
        catch (Exception e) when (e is MqttCommunicationException or OperationCanceledException or InvalidOperationException)
        {
            // It is gone then without a good-bye, and the will says the same.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Fail("closed");
        client.Dispose();
    }

    private async Task<PublishVerdict> SendAsync(MqttApplicationMessage message)
    {
        using var timeout = new CancellationTokenSource(options.CallTimeout, timeProvider);
        try
        {
            var answer = await client.PublishAsync(message, timeout.Token);
            if (message.QualityOfServiceLevel > MqttQualityOfServiceLevel.AtMostOnce)
            {
                Heard();
            }

            return BrokerAnswers.Verdict(answer);
        }
        catch (Exception e)
        {
            // After an exception the message's fate is unknown, and MQTT 5 (section 4.4) lets it be sent again on a new connection only.
            var reason = timeout.IsCancellationRequested
                ? $"no receipt from the broker within {options.CallTimeout.TotalSeconds:0.#} s"
                : BrokerAnswers.OneLine(e.Message);
            Fail(reason);
            return new PublishVerdict(PublishNext.RetryLater, reason);
        }
        finally
        {
            window!.Release();
        }
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.CallTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, closed.Token);
        try
        {
            await client.PingAsync(either.Token);
            Heard();
        }
        catch (Exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fail($"silent for {keepAlive.TotalSeconds:0.#} s and no answer to a ping within {options.CallTimeout.TotalSeconds:0.#} s");
        }
    }

    private static long? Smaller(long? one, long? other) => one is null || other < one ? other : one;

    private void Heard() => Volatile.Write(ref lastHeard, timeProvider.GetTimestamp());

    private void Fail(string reason)
    {
        if (lost.TrySetResult(reason))
        {
            closed.Cancel();
        }
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs arguments)
    {
        TakenOver = arguments.Reason == MqttClientDisconnectReason.SessionTakenOver;
        Fail(BrokerAnswers.WhyGone(arguments));
        return Task.CompletedTask;
    }
}
