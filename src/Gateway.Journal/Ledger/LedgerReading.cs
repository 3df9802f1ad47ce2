namespace Gateway.Journal.Ledger;

/// <summary>Reads a ledger's lines, from either end, in chunks.</summary>
internal static class LedgerReading
{
    private const int ChunkLength = 64 << 10;

    /// <summary>All whole lines, without their line feeds, oldest first, each with where it begins.</summary>
    public static IEnumerable<(long Offset, byte[] Line)> Forward(IJournalFile file)
    {
        var chunk = new byte[ChunkLength];
        var line = new List<byte>();
        var begin = 0L;
        for (var offset = 0L; file.ReadAt(offset, chunk) is > 0 and var read; offset += read)
        {
            for (var i = 0; i < read; i++)
            {
                if (chunk[i] != '\n')
                {
                    line.Add(chunk[i]);
                    continue;
                }

                yield return (begin, [.. line]);
                begin = offset + i + 1;
                line.Clear();
            }
        }
    }

    /// <summary>All whole lines, newest first, each with where it begins. What follows the last line feed is no line.</summary>
    public static IEnumerable<(long Offset, byte[] Line)> Backward(IJournalFile file)
    {
        var end = EndOfWholeLines(file);
        while (end > 0)
        {
            var begin = LastLineFeed(file, end - 1) + 1;
            var line = new byte[end - 1 - begin];
            file.ReadAt(begin, line);
            yield return (begin, line);
            end = begin;
        }
    }

    /// <summary>Behind the last line feed.</summary>
    public static long EndOfWholeLines(IJournalFile file) => LastLineFeed(file, file.Length) + 1;

    // The offset of the last line feed before an offset; -1 where there is none.
    private static long LastLineFeed(IJournalFile file, long before)
    {
        var chunk = new byte[ChunkLength];
        for (var end = before; end > 0;)
        {
            var begin = Math.Max(0, end - ChunkLength);
            var bytes = chunk.AsSpan(0, (int)(end - begin));
            file.ReadAt(begin, bytes);
            if (bytes.LastIndexOf((byte)'\n') is >= 0 and var found)
            {
                return begin + found;
            }

            end = begin;
        }

        return -1;
    }
}
