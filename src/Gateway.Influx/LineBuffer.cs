namespace Gateway.Influx;

/// <summary>The lines of many payloads in one piece of memory, so that any run of them can be written without copying again.</summary>
internal sealed class LineBuffer
{
    private readonly byte[] bytes;
    private readonly List<(int End, int Payload)> lines = [];

    /// <summary>
    /// Copies the payloads' lines; empty lines are left out, a carriage return before a line feed is dropped (InfluxDB refuses it).
    /// </summary>
    public LineBuffer(IReadOnlyList<ReadOnlyMemory<byte>> payloads)
    {
        bytes = new byte[payloads.Sum(payload => payload.Length + 1)];
        for (var i = 0; i < payloads.Count; i++)
        {
            Add(payloads[i].Span, i);
        }
    }

    /// <summary>How many lines there are.</summary>
    public int Count => lines.Count;

    /// <summary>The payload a line came in.</summary>
    public int PayloadOf(int line) => lines[line].Payload;

    /// <summary>Lines from <paramref name="first"/> up to, not including, <paramref name="end"/>, each with its line feed.</summary>
    public ReadOnlyMemory<byte> Range(int first, int end) => bytes.AsMemory(Start(first)..Start(end));

    /// <summary>The end of the longest run from <paramref name="first"/> on within both bounds; at least one line.</summary>
    public int RunEnd(int first, int mostLines, int mostBytes)
    {
        var end = first + 1;
        while (end < Count && end - first < mostLines && lines[end].End - Start(first) <= mostBytes)
        {
            end++;
        }

        return end;
    }

    private int Start(int line) => line == 0 ? 0 : lines[line - 1].End;

    private void Add(ReadOnlySpan<byte> payload, int index)
    {
        foreach (var range in payload.Split((byte)'\n'))
        {
            var line = payload[range].TrimEnd("\r"u8);
            if (line.IsEmpty)
            {
                continue;
            }

            var start = Start(Count);
            line.CopyTo(bytes.AsSpan(start));
            bytes[start + line.Length] = (byte)'\n';
            lines.Add((start + line.Length + 1, index));
        }
    }
}
