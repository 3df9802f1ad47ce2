namespace Gateway.Influx;

/// <summary>
/// Writes lines of which some are refused: lines that the database names stand alone next, the others together; where it names none, the
/// batch is halved. A line is only rejected when it was refused alone.
/// </summary>
/// <param name="writer">Where the lines go.</param>
/// <param name="lines">The lines.</param>
/// <param name="searchesServerFault">
/// A line is searched for at which the database fails within (500). Such a line is rejected only between two writes of another that are
/// stored: where the database fails at everything, nothing is.
/// </param>
internal sealed class LineSearch(IPointWriter writer, LineBuffer lines, bool searchesServerFault)
{
    /// <summary>So many server faults without a line that is stored: the database fails at everything.</summary>
    private const int MostFaultsWithoutWitness = 32;

    private readonly Stack<int[]> open = new();
    private readonly SortedDictionary<int, string> rejected = [];
    private readonly List<int> doubtful = [];
    private int faults;
    private int? witness;

    /// <summary>The lines that are refused for good, ascending, with the reason.</summary>
    public IEnumerable<RejectedLine> Rejected =>
        rejected.Select(line => new RejectedLine(lines.PayloadOf(line.Key), lines.Line(line.Key), line.Value));

    /// <summary>The first line that is neither stored nor rejected; the count of lines where there is none.</summary>
    public int Settled => open.SelectMany(part => part).Concat(doubtful).DefaultIfEmpty(lines.Count).Min();

    /// <summary>A part to be written, the first added first. Ascending.</summary>
    public void Add(int[] part) => open.Push(part);

    /// <summary>What a write of this part has come to already.</summary>
    public void Add(int[] part, in WriteVerdict verdict) => Judge(part, verdict);

    /// <summary>Writes until all is settled or the database has to be waited for.</summary>
    public async ValueTask<WriteVerdict> RunAsync(CancellationToken cancellationToken)
    {
        while (open.TryPeek(out var part))
        {
            var verdict = await writer.WriteAsync(lines.Of(part), cancellationToken);
            if (verdict.Next is WriteNext.FixAccess || (verdict.Next is WriteNext.RetryLater && !MaySearch(verdict)))
            {
                return verdict;
            }

            open.Pop();
            Judge(part, verdict);
        }

        return await ConfirmAsync(cancellationToken);
    }

    private bool MaySearch(in WriteVerdict verdict) =>
        searchesServerFault && verdict.IsServerFault && (witness is not null || ++faults < MostFaultsWithoutWitness);

    private void Judge(int[] part, in WriteVerdict verdict)
    {
        if (verdict.Next == WriteNext.Acknowledge)
        {
            witness = part[0];
        }
        else if (part.Length > 1)
        {
            Divide(part, verdict.Named);
        }
        else if (verdict.IsServerFault)
        {
            doubtful.Add(part[0]);
        }
        else
        {
            rejected[part[0]] = verdict.Reason;
        }
    }

    private void Divide(int[] part, IReadOnlyList<int> named)
    {
        var suspects = named.Where(line => line >= 0 && line < part.Length).Distinct().Order().ToArray();
        if (suspects.Length == 0)
        {
            open.Push(part[(part.Length / 2)..]);
            open.Push(part[..(part.Length / 2)]);
            return;
        }

        foreach (var suspect in suspects.Reverse())
        {
            open.Push([part[suspect]]);
        }

        if (part.Where((_, line) => Array.BinarySearch(suspects, line) < 0).ToArray() is { Length: > 0 } others)
        {
            open.Push(others);
        }
    }

    // The database may have failed for a reason of its own just then: what counts is that it takes another line before and after.
    private async ValueTask<WriteVerdict> ConfirmAsync(CancellationToken cancellationToken)
    {
        foreach (var line in doubtful.ToArray())
        {
            if (witness is not { } other)
            {
                return new WriteVerdict(WriteNext.RetryLater, "the database fails at each line", null) { IsServerFault = true };
            }

            var before = await writer.WriteAsync(lines.Of([other]), cancellationToken);
            var verdict = await writer.WriteAsync(lines.Of([line]), cancellationToken);
            var after = await writer.WriteAsync(lines.Of([other]), cancellationToken);
            if (before.Next != WriteNext.Acknowledge || after.Next != WriteNext.Acknowledge)
            {
                return before.Next != WriteNext.Acknowledge ? before : after;
            }

            if (verdict.Next is WriteNext.FixAccess || (verdict.Next is WriteNext.RetryLater && !verdict.IsServerFault))
            {
                return verdict;
            }

            doubtful.Remove(line);
            if (verdict.Next != WriteNext.Acknowledge)
            {
                rejected[line] = verdict.Reason;
            }
        }

        return WriteVerdict.Stored;
    }
}
