using System.Buffers.Binary;

namespace Gateway.Fuzz;

/// <summary>Makes new inputs out of old ones. Knows of frames only that they end with a checksum.</summary>
internal sealed class Mutator(Random random)
{
    /// <summary>Longer than two of the longest frames.</summary>
    private const int MaxLength = 700;

    /// <summary>As long as most inputs may grow: a short one does as much, and many more of them can be tried.</summary>
    private const int UsualLength = 150;

    private static readonly byte[] Interesting = [0, 1, 2, 3, 4, 5, 6, 8, 15, 16, 17, 125, 127, 128, 131, 250, 253, 254, 255];

    private readonly List<byte> bytes = new(2 * MaxLength);

    public byte[] Mutate(byte[] parent, byte[] other, byte[][] words)
    {
        bytes.Clear();
        bytes.AddRange(parent);
        for (var round = 1 << random.Next(4); round > 0; round--)
            MutateOnce(other, words);
        var most = random.Next(32) == 0 ? MaxLength : Math.Max(UsualLength, Math.Min(parent.Length, MaxLength));
        if (bytes.Count > most)
            bytes.RemoveRange(most, bytes.Count - most);
        return [.. bytes];
    }

    private void MutateOnce(byte[] other, byte[][] words)
    {
        switch (random.Next(11))
        {
            case 0 when bytes.Count > 0:
                bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when bytes.Count > 0:
                bytes[random.Next(bytes.Count)] = Interesting[random.Next(Interesting.Length)];
                break;
            case 2 when bytes.Count > 0:
                bytes[random.Next(bytes.Count)] += (byte)random.Next(-8, 9);
                break;
            case 3:
                bytes.Insert(random.Next(bytes.Count + 1), (byte)random.Next(256));
                break;
            case 4 when bytes.Count > 0:
                bytes.RemoveRange(Span(out var removed), removed);
                break;
            case 5 when bytes.Count > 0:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(Span(out var copied), copied));
                break;
            case 6 when words.Length > 0:
                bytes.InsertRange(random.Next(bytes.Count + 1), words[random.Next(words.Length)]);
                break;
            case 7 when words.Length > 0:
                bytes.AddRange(words[random.Next(words.Length)]);
                break;
            case 8 when other.Length > 0:
                var start = random.Next(other.Length);
                bytes.InsertRange(random.Next(bytes.Count + 1), other.AsSpan(start, random.Next(other.Length - start) + 1).ToArray());
                break;
            case 9 when bytes.Count > 0:
                Seal(Span(out var sealedLength), sealedLength);
                break;
            case 10 when bytes.Count > 0 && random.Next(8) == 0:
                bytes.InsertRange(random.Next(bytes.Count), Enumerable.Repeat((byte)random.Next(256), random.Next(600)));
                break;
        }
    }

    private int Span(out int length)
    {
        var start = random.Next(bytes.Count);
        length = 1 + random.Next(Math.Min(bytes.Count - start, random.Next(2) == 0 ? 8 : bytes.Count));
        return start;
    }

    /// <summary>Puts the right checksum behind some bytes, over what is there or as two bytes more.</summary>
    private void Seal(int start, int length)
    {
        var crc = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(crc, (ushort)NaiveFrames.Crc(bytes.GetRange(start, length).ToArray()));
        if (start + length + 2 <= bytes.Count)
            (bytes[start + length], bytes[start + length + 1]) = (crc[0], crc[1]);
        else
            bytes.InsertRange(start + length, crc);
    }
}
