using Gateway.Core;

namespace Gateway.Mqtt;

/// <summary>Points on their way from a gateway to the bridge.</summary>
/// <param name="Address">The gateway that sends it.</param>
/// <param name="Epoch">Which life of the gateway's journal the numbers belong to: a new one starts them over.</param>
/// <param name="Seq">The first sequence number in the message; numbers rise by one per entry, so a gap shows a loss.</param>
/// <param name="Count">How many consecutive entries the message holds, from 1.</param>
/// <param name="Backfill">Sent from the backlog: it does not tell the present state.</param>
/// <param name="Payload">Line protocol, UTF-8. May be empty where the entries hold no points.</param>
public sealed record DataMessage(
    GatewayAddress Address, ulong Epoch, long Seq, int Count, bool Backfill, ReadOnlyMemory<byte> Payload)
{
    /// <summary>
    /// More than a PUBLISH packet's header, properties and content type take beside topic and payload; with MQTT 3.1.1 more than the header
    /// in the payload does.
    /// </summary>
    public const int LargestOverhead = 256;

    /// <summary>The entries it holds.</summary>
    public SeqRange Range => new(Seq, Seq + Count - 1);
}
