namespace Gateway.Core;

/// <summary>
/// What one turn of the recorder wrote: the readings in the order in which they were folded, the results they gave, and at times
/// the state of all calculations afterwards. One tick is one journal entry, so readings, results and checkpoint stand or fall together.
/// </summary>
/// <param name="Readings">Measured, in the order of arrival.</param>
/// <param name="Results">Computed from them.</param>
/// <param name="Checkpoint">The calculations' state after this tick; empty on most ticks.</param>
public sealed record Tick(IReadOnlyList<Reading> Readings, IReadOnlyList<Reading> Results, ReadOnlyMemory<byte> Checkpoint);
