namespace Gateway.History;

/// <summary>What became of lines that were to be stored.</summary>
/// <param name="Stored">How many lines were stored.</param>
/// <param name="Faults">The others.</param>
public sealed record StoreResult(int Stored, IReadOnlyList<LineFault> Faults);

/// <summary>A line that was not stored.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record LineFault(int Line, string Reason);
