using MQTTnet;

namespace Gateway.Mqtt.Connections;

/// <summary>What the broker's answers mean for us.</summary>
internal static class BrokerAnswers
{
    /// <summary>Why the broker refused the connection. The library reports a refusal as a result, not by an exception.</summary>
    public static LinkFault Refusal(MqttClientConnectResult answer)
    {
        var access = answer.ResultCode
            is MqttClientConnectResultCode.BadUserNameOrPassword
            or MqttClientConnectResultCode.NotAuthorized
            or MqttClientConnectResultCode.Banned
            or MqttClientConnectResultCode.BadAuthenticationMethod
            or MqttClientConnectResultCode.ClientIdentifierNotValid
            or MqttClientConnectResultCode.UnsupportedProtocolVersion;
        return new LinkFault(access, $"CONNACK {answer.ResultCode} {answer.ReasonString}".TrimEnd());
    }

    /// <summary>Why the broker did not grant a subscription at QoS 1; null when it did.</summary>
    public static LinkFault? Refusal(MqttClientSubscribeResult answer, string filter)
    {
        var code = answer.Items.Single().ResultCode;
        return code is MqttClientSubscribeResultCode.GrantedQoS1 or MqttClientSubscribeResultCode.GrantedQoS2
            ? null
            : new LinkFault(FixAccess: true, $"no subscription to {filter}: {code} {answer.ReasonString}".TrimEnd());
    }

    /// <summary>What a receipt says. A refusal, too, is a result and no exception; that nobody subscribed counts as success.</summary>
    public static PublishVerdict Verdict(MqttClientPublishResult answer)
    {
        if (answer.IsSuccess)
        {
            return PublishVerdict.Accepted;
        }

        var next = answer.ReasonCode is MqttClientPublishReasonCode.NotAuthorized or MqttClientPublishReasonCode.TopicNameInvalid
            or MqttClientPublishReasonCode.PayloadFormatInvalid
                ? PublishNext.FixAccess
                : PublishNext.RetryLater;
        return new PublishVerdict(next, $"PUBACK {answer.ReasonCode} {answer.ReasonString}".TrimEnd());
    }

    /// <summary>Why the connection ended. A broker that was killed leaves neither exception nor reason.</summary>
    public static string WhyGone(MqttClientDisconnectedEventArgs arguments)
    {
        if (arguments.Reason == MqttClientDisconnectReason.SessionTakenOver)
        {
            return "another client uses the same client id";
        }

        var said = arguments.Exception?.Message ?? arguments.ReasonString ?? string.Empty;
        return said.Length > 0 ? OneLine(said) : $"the broker is gone ({arguments.Reason})";
    }

    /// <summary>A text fit for a log line.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
