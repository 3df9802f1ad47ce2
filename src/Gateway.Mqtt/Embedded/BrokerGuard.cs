using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace Gateway.Mqtt.Embedded;

/// <summary>Lets users in by their passwords and to the topics that are theirs, and announces the largest packet.</summary>
internal sealed class BrokerGuard(EmbeddedBrokerOptions options, ILogger logger)
{
    private const int MostReported = 256;
    private const int MostRetained = 10_000;

    private readonly Dictionary<string, BrokerUser> users = options.Users.ToDictionary(user => user.Name, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> reported = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> retained = new(StringComparer.Ordinal);

    public void Attach(MqttServer server)
    {
        server.InterceptingOutboundPacketAsync += AnnounceAsync;
        server.InterceptingPublishAsync += JudgePublishAsync;
        if (users.Count > 0)
        {
            server.ValidatingConnectionAsync += JudgeConnectionAsync;
            server.InterceptingSubscriptionAsync += JudgeSubscriptionAsync;
        }
    }

    private Task AnnounceAsync(InterceptingPacketEventArgs arguments)
    {
        if (arguments.Packet is MqttConnAckPacket { ReasonCode: MqttConnectReasonCode.Success } answer)
        {
            answer.MaximumPacketSize = (uint)options.MaxPacketBytes;
        }

        return Task.CompletedTask;
    }

    private Task JudgeConnectionAsync(ValidatingConnectionEventArgs arguments)
    {
        // As long for a name that is not there as for a wrong password.
        var known = users.GetValueOrDefault(arguments.UserName ?? string.Empty);
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(known?.Password ?? string.Empty));
        var given = SHA256.HashData(arguments.RawPassword ?? []);
        if (!CryptographicOperations.FixedTimeEquals(expected, given) || known is null)
        {
            arguments.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
            Report($"sign-in as '{arguments.UserName}' from {(arguments.RemoteEndPoint as IPEndPoint)?.Address}");
        }

        return Task.CompletedTask;
    }

    private Task JudgePublishAsync(InterceptingPublishEventArgs arguments)
    {
        var message = arguments.ApplicationMessage;
        if (users.Count > 0 && !TopicRights.Grant(Of(arguments.UserName)?.MayPublish ?? [], message.Topic))
        {
            arguments.ProcessPublish = false;
            arguments.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            Report($"publish by '{arguments.UserName}' to {message.Topic}");
        }
        else if (message.Retain && !retained.ContainsKey(message.Topic))
        {
            if (retained.Count < MostRetained)
            {
                retained[message.Topic] = true;
                return Task.CompletedTask;
            }

            arguments.ProcessPublish = false;
            arguments.Response.ReasonCode = MqttPubAckReasonCode.QuotaExceeded;
            Report($"more than {MostRetained} retained topics");
        }

        return Task.CompletedTask;
    }

    private Task JudgeSubscriptionAsync(InterceptingSubscriptionEventArgs arguments)
    {
        // Shared ones are refused by the library, with a reason of their own.
        var filter = arguments.TopicFilter.Topic;
        if (!filter.StartsWith("$share/", StringComparison.Ordinal)
            && !TopicRights.Grant(Of(arguments.UserName)?.MaySubscribe ?? [], filter))
        {
            arguments.ProcessSubscription = false;
            arguments.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
            Report($"subscription by '{arguments.UserName}' to {filter}");
        }

        return Task.CompletedTask;
    }

    private BrokerUser? Of(string? name) => users.GetValueOrDefault(name ?? string.Empty);

    // Once each, and not without end: whoever is refused may try again and again.
    private void Report(string what)
    {
        if (reported.Count < MostReported && reported.TryAdd(what, true))
        {
            Log.BrokerRefuses(logger, what);
        }
    }
}
