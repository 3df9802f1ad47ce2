using Gateway.Core;

namespace Gateway.Journal;

/// <summary>What was found when a journal was opened.</summary>
/// <param name="WasClosed">True after an orderly end, and for a new journal; false after a crash or a power cut.</param>
/// <param name="Segments">How many segments are readable.</param>
/// <param name="TailBytesCut">Bytes cut off the end because no entry checks in them.</param>
/// <param name="Skipped">Sequence numbers left out so that none is given twice; empty where that could not happen.</param>
/// <param name="Damages">All that was found damaged, the cut tail included.</param>
/// <param name="CursorFault">Why the delivery cursor could not be taken as it was, and what was done; or null.</param>
public sealed record JournalRecovery(
    bool WasClosed, int Segments, long TailBytesCut, SeqRange Skipped, IReadOnlyList<JournalDamage> Damages, string? CursorFault);
