namespace Gateway.Mqtt;

/// <summary>What a publisher did since it was made.</summary>
/// <param name="Accepted">Messages the broker took.</param>
/// <param name="NotAccepted">Calls that ended with another verdict.</param>
/// <param name="InFlight">Messages sent and without the broker's receipt now.</param>
/// <param name="Connections">Connections made.</param>
/// <param name="Acknowledgements">Acknowledgements received.</param>
/// <param name="AcknowledgementsMalformed">Messages on the ack topic that were none.</param>
/// <param name="AcknowledgementsDropped">Acknowledgements lost because nobody read them; what they covered is sent again.</param>
public sealed record PublisherCounters(
    long Accepted, long NotAccepted, int InFlight, long Connections, long Acknowledgements, long AcknowledgementsMalformed,
    long AcknowledgementsDropped);
