using Microsoft.Extensions.Logging;

namespace Gateway.Mqtt;

/// <summary>Event ids 4000 to 4099.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Connected to {Broker} as {ClientId}; {Window} messages may be on the way at a time.")]
    public static partial void Connected(ILogger logger, string broker, string clientId, int window);

    [LoggerMessage(4001, LogLevel.Warning, "Lost the connection to {Broker}: {Reason}")]
    public static partial void Lost(ILogger logger, string broker, string reason);

    [LoggerMessage(4002, LogLevel.Warning, "Cannot connect to {Broker}, trying on: {Reason}")]
    public static partial void Unreachable(ILogger logger, string broker, string reason);

    [LoggerMessage(4003, LogLevel.Error, "{Broker} refuses us, trying on: {Reason}")]
    public static partial void Refused(ILogger logger, string broker, string reason);

    [LoggerMessage(4004, LogLevel.Information, "{Preferred} serves again: going back to it from {Broker}.")]
    public static partial void GoingBack(ILogger logger, string preferred, string broker);

    [LoggerMessage(4010, LogLevel.Warning, "Messages on {Topic} are set aside unread, reported once a topic: {Fault}")]
    public static partial void Malformed(ILogger logger, string topic, string fault);

    [LoggerMessage(4011, LogLevel.Warning,
        "More than {Bound} messages or {Bytes} bytes wait; the newest are let go, reported once, and their gateways send them again.")]
    public static partial void Overflow(ILogger logger, int bound, long bytes);

    [LoggerMessage(4020, LogLevel.Information, "The embedded broker listens at {EndPoint}, with {Users} users.")]
    public static partial void BrokerStarted(ILogger logger, string endPoint, int users);

    [LoggerMessage(4022, LogLevel.Warning, "The embedded broker refuses, reported once: {What}.")]
    public static partial void BrokerRefuses(ILogger logger, string what);

    [LoggerMessage(4023, LogLevel.Warning, "The embedded broker has {Bound} connections and takes no more, reported once.")]
    public static partial void BrokerFull(ILogger logger, int bound);

    [LoggerMessage(4021, LogLevel.Warning,
        "The embedded broker drops the oldest of more than {Bound} messages for {ClientId}, reported once; they are sent again.")]
    public static partial void BrokerOverflow(ILogger logger, int bound, string clientId);

    [LoggerMessage(4050, LogLevel.Information, "Sparkplug: connected to {Broker} as {ClientId}, bdSeq {BdSeq}.")]
    public static partial void SparkplugConnected(ILogger logger, string broker, string clientId, byte bdSeq);

    [LoggerMessage(4051, LogLevel.Warning, "Sparkplug: no session at {Broker}, trying on: {Reason}")]
    public static partial void SparkplugUnreachable(ILogger logger, string broker, string reason);

    [LoggerMessage(4052, LogLevel.Information, "Sparkplug: {Phase} at {Broker}.")]
    public static partial void SparkplugPhase(ILogger logger, string phase, string broker);

    [LoggerMessage(4053, LogLevel.Warning,
        "Sparkplug: a host wants to write {Metric} by {Topic}, reported once a topic; refused, the gateway only reads.")]
    public static partial void SparkplugWriteRefused(ILogger logger, string metric, string topic);

    [LoggerMessage(4054, LogLevel.Error, "Sparkplug: {Topic} is not published: {Reason}")]
    public static partial void SparkplugNotPublished(ILogger logger, string topic, string reason);

    [LoggerMessage(4055, LogLevel.Warning,
        "Sparkplug: the number of the connection cannot be kept in {File}, after a restart it begins anew: {Reason}")]
    public static partial void SparkplugNumberNotKept(ILogger logger, string file, string reason);
}
