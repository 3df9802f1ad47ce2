using System.Security.Cryptography;

namespace Gateway.Journal;

/// <summary>How a journal is kept.</summary>
public sealed record JournalOptions
{
    /// <summary>A new segment is begun where the next commit would make it longer: 4 KiB to 16 MiB, default 4 MiB.</summary>
    public int SegmentBytes { get; init; } = 4 << 20;

    /// <summary>
    /// All segments together, at least two of them, default 1 GiB. At the bound the oldest is deleted: delivered ones silently, as
    /// meant; otherwise what was not delivered is lost and counted in <see cref="JournalWriter.EntriesDroppedUndelivered"/>.
    /// </summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>What a commit promises, default <see cref="Durability.Full"/>.</summary>
    public Durability Durability { get; init; } = Durability.Full;

    /// <summary>The delivery cursor is saved when it has moved by so many entries, default 256; at least 1.</summary>
    public int CursorSaveInterval { get; init; } = 256;

    /// <summary>Told once of each damage that is found, from the thread that found it.</summary>
    public Action<JournalDamage>? OnDamage { get; init; }

    /// <summary>Makes the random number that tells a new journal from all others.</summary>
    public Func<ulong> NewEpoch { get; init; } = () => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytes, SegmentFormat.MinSegmentBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SegmentBytes, SegmentFormat.MaxSegmentBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBytes, 2L * SegmentBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(CursorSaveInterval, 1);
    }
}

/// <summary>What a commit promises.</summary>
public enum Durability : byte
{
    /// <summary>The entries survive a power cut.</summary>
    Full,

    /// <summary>
    /// The entries survive the death of the process; a power cut may take those since the segment was begun. Spares an SD card
    /// one sync a commit.
    /// </summary>
    Normal,
}
