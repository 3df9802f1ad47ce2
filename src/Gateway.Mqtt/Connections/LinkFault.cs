namespace Gateway.Mqtt.Connections;

/// <summary>Why there is no connection.</summary>
/// <param name="FixAccess">The broker answered and refused us, so waiting alone will not help.</param>
/// <param name="Reason">One line.</param>
internal sealed record LinkFault(bool FixAccess, string Reason)
{
    public PublishVerdict Verdict => new(FixAccess ? PublishNext.FixAccess : PublishNext.RetryLater, Reason);
}
