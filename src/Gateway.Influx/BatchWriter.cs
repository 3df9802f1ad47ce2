using System.Buffers;

namespace Gateway.Influx;

/// <summary>
/// Writes the payloads of many messages in few batches, as they are: only when the database refuses a batch are its lines looked at, until
/// the guilty ones stand alone. These are reported, and all others are stored. For one task at a time.
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

    /// <summary>So often in a row the database may fail within (500) before a line is searched for at which it does.</summary>
    public const int FaultsBeforeSearch = 5;

    private const int SmallestBound = 16 * 1024;

    private readonly IPointWriter writer;
    private readonly int mostLines;
    private ArrayBufferWriter<byte> batch = new();
    private int mostBytes = MostBytesPerWrite;
    private int serverFaults;

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

    /// <summary>How many lines a payload holds.</summary>
    public static int LinesIn(ReadOnlySpan<byte> payload) =>
        payload.Count((byte)'\n') + (payload.IsEmpty || payload[^1] == (byte)'\n' ? 0 : 1);

    /// <summary>Writes the payloads in their order and stops at the first batch that has to wait.</summary>
    /// <param name="payloads">Line protocol each; an empty one is settled at once.</param>
    /// <param name="cancellationToken">Gives up; nothing is settled then, writing all again is harmless.</param>
    public async ValueTask<BatchOutcome> WriteAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken)
    {
        var rejected = new List<RejectedLine>();
        for (var done = 0; done < payloads.Count;)
        {
            var (end, isWhole) = Gather(payloads, done);
            var verdict = isWhole ? await WriteBatchAsync(cancellationToken) : new WriteVerdict(WriteNext.Halve, string.Empty, null);
            if (verdict.Next is WriteNext.Bisect or WriteNext.Halve || IsSearchDue(verdict))
            {
                (var settled, verdict) = await SearchAsync(
                    new LineBuffer(payloads, done, end), isWhole ? verdict : null, end, rejected, cancellationToken);
                if (verdict.Next != WriteNext.Acknowledge)
                {
                    return Unfinished(settled, rejected, Note(verdict));
                }
            }
            else if (verdict.Next != WriteNext.Acknowledge)
            {
                return Unfinished(done, rejected, Note(verdict));
            }

            serverFaults = 0;
            done = end;
        }

        return new BatchOutcome(payloads.Count, rejected, WriteVerdict.Stored);
    }

    // Copies whole payloads as long as they are within the bounds. One that alone is not, or that holds carriage returns, which InfluxDB
    // refuses, has to be taken apart.
    private (int End, bool IsWhole) Gather(IReadOnlyList<ReadOnlyMemory<byte>> payloads, int first)
    {
        batch.ResetWrittenCount();
        var lines = 0;
        for (var i = first; i < payloads.Count; i++)
        {
            var payload = payloads[i].Span;
            lines += LinesIn(payload);
            if (lines > mostLines || batch.WrittenCount + payload.Length + 1 > mostBytes || payload.Contains((byte)'\r'))
            {
                return i == first ? (first + 1, false) : (i, true);
            }

            batch.Write(payload);
            if (!payload.IsEmpty && payload[^1] != (byte)'\n')
            {
                batch.Write("\n"u8);
            }
        }

        return (payloads.Count, true);
    }

    private async ValueTask<WriteVerdict> WriteBatchAsync(CancellationToken cancellationToken)
    {
        if (batch.WrittenSpan.Trim((byte)'\n').IsEmpty)
        {
            return WriteVerdict.Stored;
        }

        var verdict = await writer.WriteAsync(batch.WrittenMemory, cancellationToken);
        if (verdict.Next == WriteNext.Halve)
        {
            mostBytes = Math.Max(SmallestBound, batch.WrittenCount / 2);
        }

        if (verdict.Next != WriteNext.Acknowledge)
        {
            // A connection that was given up may still be sending from it.
            batch = new ArrayBufferWriter<byte>();
        }

        return verdict;
    }

    private async ValueTask<(int Settled, WriteVerdict Verdict)> SearchAsync(
        LineBuffer lines, WriteVerdict? whole, int end, List<RejectedLine> rejected, CancellationToken cancellationToken)
    {
        var search = new LineSearch(writer, lines, serverFaults >= FaultsBeforeSearch);
        if (whole is { } verdict)
        {
            search.Add([.. Enumerable.Range(0, lines.Count)], verdict);
        }
        else
        {
            foreach (var part in Parts(lines).Reverse())
            {
                search.Add(part);
            }
        }

        var outcome = await search.RunAsync(cancellationToken);
        rejected.AddRange(search.Rejected);
        return (search.Settled < lines.Count ? lines.PayloadOf(search.Settled) : end, outcome);
    }

    private IEnumerable<int[]> Parts(LineBuffer lines)
    {
        for (var first = 0; first < lines.Count;)
        {
            var end = first + 1;
            for (var bytes = lines.LengthOf(first); end < lines.Count && end - first < mostLines; end++)
            {
                bytes += lines.LengthOf(end);
                if (bytes > mostBytes)
                {
                    break;
                }
            }

            yield return [.. Enumerable.Range(first, end - first)];
            first = end;
        }
    }

    private bool IsSearchDue(in WriteVerdict verdict) => verdict.IsServerFault && serverFaults >= FaultsBeforeSearch;

    private WriteVerdict Note(in WriteVerdict verdict)
    {
        serverFaults = !verdict.IsServerFault || serverFaults >= FaultsBeforeSearch ? 0 : serverFaults + 1;
        return verdict;
    }

    // The payload it stopped in is not settled: what was rejected of it will be rejected again when it comes again.
    private static BatchOutcome Unfinished(int settled, List<RejectedLine> rejected, WriteVerdict verdict) =>
        new(settled, [.. rejected.Where(line => line.Payload < settled)], verdict);
}
