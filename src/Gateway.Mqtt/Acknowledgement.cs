using Gateway.Core;

namespace Gateway.Mqtt;

/// <summary>The bridge's word that entries are in the database. Only this releases them in the gateway's outbox.</summary>
/// <param name="Epoch">Which life of the gateway's journal the numbers belong to.</param>
/// <param name="Ranges">The stored sequence numbers.</param>
public sealed record Acknowledgement(ulong Epoch, IReadOnlyList<SeqRange> Ranges);
