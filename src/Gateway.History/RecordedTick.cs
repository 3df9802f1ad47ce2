using Gateway.Core;

namespace Gateway.History;

/// <summary>A tick as it stands in the journal.</summary>
/// <param name="Seq">Its sequence number.</param>
/// <param name="Catalog">What its series numbers mean: the preamble of its segment. Give the same object for ticks of the same catalog.</param>
/// <param name="Tick">The tick.</param>
public readonly record struct RecordedTick(long Seq, Catalog Catalog, Tick Tick);
