namespace Gateway.Mqtt;

/// <summary>Goes through line protocol as the gateway writes it: every backslash escapes the next byte.</summary>
internal ref struct PointLineReader(ReadOnlySpan<byte> lines)
{
    private const byte Escape = (byte)'\\';

    private readonly ReadOnlySpan<byte> lines = lines;
    private byte[] unescaped = [];
    private int place;

    /// <summary>The end is not reached.</summary>
    public readonly bool HasMore => place < lines.Length;

    /// <summary>That byte comes next.</summary>
    public readonly bool IsAt(byte expected) => HasMore && lines[place] == expected;

    /// <summary>Passes a byte if it comes next.</summary>
    public bool Take(byte expected)
    {
        var isThere = IsAt(expected);
        place += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>Passes a separator.</summary>
    public void Skip() => place++;

    /// <summary>All up to one of the separators, without escapes. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> separators)
    {
        var start = place;
        var escapes = 0;
        while (HasMore && !separators.Contains(lines[place]))
        {
            if (lines[place] == Escape)
            {
                escapes++;
                place++;
            }

            place++;
        }

        var written = lines[start..Math.Min(place, lines.Length)];
        return escapes == 0 ? written : Unescaped(written, written.Length - escapes);
    }

    private ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> written, int length)
    {
        if (unescaped.Length < length)
        {
            unescaped = new byte[length];
        }

        var count = 0;
        for (var i = 0; i < written.Length && count < length; i++)
        {
            i += written[i] == Escape ? 1 : 0;
            unescaped[count++] = written[i];
        }

        return unescaped.AsSpan(0, count);
    }
}
