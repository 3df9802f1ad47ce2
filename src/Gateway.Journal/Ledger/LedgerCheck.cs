namespace Gateway.Journal.Ledger;

/// <summary>Follows a ledger's chain from its first record to its last.</summary>
public sealed class LedgerCheck
{
    private LedgerCheck(long records, string? fault, IReadOnlyList<LedgerLine> lines)
    {
        Records = records;
        Fault = fault;
        Lines = lines;
    }

    /// <summary>Records whose hash and place in the chain are right.</summary>
    public long Records { get; }

    /// <summary>The first thing that is wrong, with its place; null for a chain that holds.</summary>
    public string? Fault { get; }

    /// <summary>The sound records, up to the fault.</summary>
    public IReadOnlyList<LedgerLine> Lines { get; }

    /// <summary>Checks a folder's ledger; only reads.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static LedgerCheck Of(IJournalStorage storage)
    {
        var lines = new List<LedgerLine>();
        if (!storage.List().Contains(LedgerFormat.FileName))
        {
            return new LedgerCheck(0, null, lines);
        }

        using var file = storage.Open(LedgerFormat.FileName, writable: false);
        foreach (var (number, (offset, bytes)) in LedgerReading.Forward(file).Index())
        {
            var line = LedgerFormat.Read(bytes, out var fault);
            fault = line is null ? fault : Misplaced(line, lines.LastOrDefault());
            if (fault is { Length: > 0 })
            {
                return new LedgerCheck(lines.Count, $"{LedgerFormat.FileName}:{number + 1} (byte {offset}): {fault}", lines);
            }

            lines.Add(line!);
        }

        var whole = LedgerReading.EndOfWholeLines(file);
        return new LedgerCheck(
            lines.Count,
            file.Length > whole ? $"{LedgerFormat.FileName}: its last {file.Length - whole} bytes are no whole record" : null,
            lines);
    }

    private static string? Misplaced(LedgerLine line, LedgerLine? before)
    {
        var (number, hash) = (before?.Number ?? 0, before?.Hash ?? LedgerFormat.NoHash);
        return line.Previous != hash ? $"it follows {line.Previous}, but the record before it is {hash}: one was removed, added or changed"
            : line.Number != number + 1 ? $"its number is {line.Number} where {number + 1} belongs"
            : null;
    }
}
