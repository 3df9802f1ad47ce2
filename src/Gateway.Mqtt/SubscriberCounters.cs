namespace Gateway.Mqtt;

/// <summary>What a subscriber did since it was made.</summary>
/// <param name="Received">Well-formed messages handed on.</param>
/// <param name="Malformed">Messages that were none; they are receipted, so that they come only once.</param>
/// <param name="Overflowed">Messages let go because nobody read them in time; their gateways send them again.</param>
/// <param name="Acknowledged">Messages acknowledged to their gateways.</param>
/// <param name="Stale">Messages whose connection was gone before they could be receipted.</param>
/// <param name="Connections">Connections made.</param>
public sealed record SubscriberCounters(
    long Received, long Malformed, long Overflowed, long Acknowledged, long Stale, long Connections)
{
    /// <summary>Payload that was handed on and is not yet acknowledged, bytes.</summary>
    public long BytesOnHand { get; init; }
}
