namespace Gateway.Journal.Tests;

/// <summary>A file's bytes as programs see them, and as they are on the platter.</summary>
internal sealed class FaultyFile
{
    private const int SectorLength = 512;

    private readonly List<Change> unsynced = [];
    private byte[] durable = [];

    /// <summary>As a program sees it.</summary>
    public byte[] Bytes { get; set; } = [];

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        Bytes = new Change((int)offset, bytes.ToArray()).ApplyTo(Bytes);
        for (var done = 0; done < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - done, SectorLength - (int)((offset + done) % SectorLength));
            unsynced.Add(new Change((int)offset + done, bytes.Slice(done, length).ToArray()));
            done += length;
        }
    }

    public void SetLength(long length)
    {
        var change = new Change((int)length, null);
        Bytes = change.ApplyTo(Bytes);
        unsynced.Add(change);
    }

    public void Reserve(long length)
    {
        if (length > Bytes.Length)
        {
            // One byte at the end stands for the new length: what is before it is zero.
            var change = new Change((int)length - 1, [0]);
            Bytes = change.ApplyTo(Bytes);
            unsynced.Add(change);
        }
    }

    public void Sync()
    {
        durable = Bytes;
        unsynced.Clear();
    }

    /// <summary>
    /// The file after a power cut: of the sectors not synced, each is there or not; the length may be that of bytes that are not.
    /// </summary>
    public FaultyFile AfterPowerCut(Random random)
    {
        var share = random.Next(3) / 2.0;
        var bytes = unsynced.Aggregate(durable, (now, change) => random.NextDouble() < share ? change.ApplyTo(now) : now);
        if (random.Next(3) == 0 && bytes.Length < Bytes.Length)
        {
            Array.Resize(ref bytes, random.Next(bytes.Length, Bytes.Length + 1));
        }

        var survivor = new FaultyFile { Bytes = bytes };
        survivor.Sync();
        return survivor;
    }

    /// <summary>A sector's worth of bytes, or, without bytes, a new length.</summary>
    private sealed record Change(int Offset, byte[]? Written)
    {
        public byte[] ApplyTo(byte[] before)
        {
            if (Written is null)
            {
                return before[..Math.Min(Offset, before.Length)];
            }

            var after = new byte[Math.Max(before.Length, Offset + Written.Length)];
            before.CopyTo(after, 0);
            Written.CopyTo(after, Offset);
            return after;
        }
    }
}
