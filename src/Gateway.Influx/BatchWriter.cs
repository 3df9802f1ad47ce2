namespace Gateway.Influx;

/// <summary>
/// Writes the payloads of many messages in few batches. When the database refuses a batch, it is halved until the guilty lines stand
/// alone; these are reported, and all others are stored.
/// </summary>
/// <remarks>
/// A payload holds line protocol without a line feed inside a string field, as <see cref="LineProtocol"/> writes it.
/// At most 2 n - 1 writes for n lines, and that only if each line is refused.
/// </remarks>
public sealed class BatchWriter
{
    /// <summary>Lines in one write, as InfluxData advises for 1.x and 2.x.</summary>
    public const int MostLinesPerWrite = 5000;

    /// <summary>Bytes in one write before compression; a longer line is written alone.</summary>
    public const int MostBytesPerWrite = 4 * 1024 * 1024;

    private readonly IPointWriter writer;
    private readonly int mostLines;

    /// <summary>Creates a batch writer.</summary>
    /// <param name="writer">Where the batches go.</param>
    /// <param name="mostLines">Lines in one write, 1 to <see cref="MostLinesPerWrite"/>.</param>
    public BatchWriter(IPointWriter writer, int mostLines = MostLinesPerWrite)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostLines, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mostLines, MostLinesPerWrite);
        this.writer = writer;
        this.mostLines = mostLines;
    }

    /// <summary>Writes the payloads in their order and stops at the first batch that has to wait.</summary>
    /// <param name="payloads">Line protocol each; an empty one is settled at once.</param>
    /// <param name="cancellationToken">Gives up; nothing is settled then, writing all again is harmless.</param>
    public async ValueTask<BatchOutcome> WriteAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken)
    {
        var lines = new LineBuffer(payloads);
        var rejected = new List<RejectedLine>();
        var done = 0;
        while (done < lines.Count)
        {
            var end = lines.RunEnd(done, mostLines, MostBytesPerWrite);
            var (stopped, verdict) = await WriteRangeAsync(lines, done, end, rejected, cancellationToken);
            if (verdict.Next != WriteNext.Acknowledge)
            {
                return Unfinished(lines.PayloadOf(stopped), rejected, verdict);
            }

            done = end;
        }

        return new BatchOutcome(payloads.Count, rejected, WriteVerdict.Stored);
    }

    // Depth first and left to right, so that all lines before the place where it stops are settled.
    private async ValueTask<(int Stopped, WriteVerdict Verdict)> WriteRangeAsync(
        LineBuffer lines, int first, int end, List<RejectedLine> rejected, CancellationToken cancellationToken)
    {
        var open = new Stack<(int First, int End)>();
        open.Push((first, end));
        while (open.TryPop(out var range))
        {
            var verdict = await writer.WriteAsync(lines.Range(range.First, range.End), cancellationToken);
            if (verdict.Next is WriteNext.RetryLater or WriteNext.FixAccess)
            {
                return (range.First, verdict);
            }

            if (verdict.Next is WriteNext.Bisect or WriteNext.Halve)
            {
                Divide(lines, range.First, range.End, verdict.Reason, open, rejected);
            }
        }

        return (end, WriteVerdict.Stored);
    }

    private static void Divide(
        LineBuffer lines, int first, int end, string reason, Stack<(int First, int End)> open, List<RejectedLine> rejected)
    {
        if (end - first == 1)
        {
            var line = lines.Range(first, end)[..^1].ToArray();
            rejected.Add(new RejectedLine(lines.PayloadOf(first), line, reason));
            return;
        }

        var middle = first + ((end - first) / 2);
        open.Push((middle, end));
        open.Push((first, middle));
    }

    // The payload it stopped in is not settled: what was rejected of it will be rejected again when it comes again.
    private static BatchOutcome Unfinished(int settled, List<RejectedLine> rejected, WriteVerdict verdict) =>
        new(settled, [.. rejected.Where(line => line.Payload < settled)], verdict);
}
