namespace Gateway.Influx;

/// <summary>The lines of some payloads, one by one, to be written in any selection.</summary>
internal sealed class LineBuffer
{
    private readonly byte[] bytes;
    private readonly List<(int End, int Payload)> lines = [];

    /// <summary>
    /// Copies the lines of the payloads from <paramref name="first"/> up to, not including, <paramref name="end"/>; empty lines are left
    /// out, a carriage return before a line feed is dropped (InfluxDB refuses it).
    /// </summary>
    public LineBuffer(IReadOnlyList<ReadOnlyMemory<byte>> payloads, int first, int end)
    {
        var length = 0;
        for (var i = first; i < end; i++)
        {
            length += payloads[i].Length + 1;
        }

        bytes = new byte[length];
        for (var i = first; i < end; i++)
        {
            Add(payloads[i].Span, i);
        }
    }

    /// <summary>How many lines there are.</summary>
    public int Count => lines.Count;

    /// <summary>The payload a line came in.</summary>
    public int PayloadOf(int line) => lines[line].Payload;

    /// <summary>A line without its line feed; a copy.</summary>
    public byte[] Line(int line) => bytes[Start(line)..(lines[line].End - 1)];

    /// <summary>The length of a line with its line feed.</summary>
    public int LengthOf(int line) => lines[line].End - Start(line);

    /// <summary>Lines in ascending order, each with its line feed; copied only where they do not stand side by side.</summary>
    public ReadOnlyMemory<byte> Of(ReadOnlySpan<int> selected)
    {
        if (selected[^1] - selected[0] == selected.Length - 1)
        {
            return bytes.AsMemory(Start(selected[0])..lines[selected[^1]].End);
        }

        var copy = new MemoryStream();
        foreach (var line in selected)
        {
            copy.Write(bytes.AsSpan(Start(line)..lines[line].End));
        }

        return copy.GetBuffer().AsMemory(0, (int)copy.Length);
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
