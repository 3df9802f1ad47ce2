using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>A point of a polled device.</summary>
/// <param name="Profile">What it is.</param>
/// <param name="Series">Its series in the catalog.</param>
/// <param name="Intervals">The bits of the intervals that make it due: its own, and those of the points that it scales.</param>
/// <param name="Scale">The index of the point that holds its scale; -1 where there is none.</param>
internal sealed record PolledPoint(PointProfile Profile, int Series, ulong Intervals, int Scale)
{
    public bool IsDue(ulong due) => (Intervals & due) != 0;
}

/// <summary>A request of one device, with what its reply is decoded by and the room that it takes.</summary>
/// <param name="block">The read.</param>
/// <param name="unit">The device's address.</param>
/// <param name="points">The indices of the read's points among the device's, in the read's order.</param>
internal sealed class PolledBlock(ReadBlock block, byte unit, int[] points)
{
    public ReadRequest Request { get; } = block.Request(unit);

    public int[] Points { get; } = points;

    public BlockDecoder Decoder { get; } = new(block);

    public byte[] Reply { get; } = new byte[block.Request(unit).ByteCount];

    /// <summary>How often in a row the device answered that it failed (exception 04), since the last search for the point it is.</summary>
    public int DeviceFailures { get; set; }

    /// <summary>So many of those begin a search: one may pass by itself, and after a search in vain another is not worth it soon.</summary>
    public int DeviceFailuresUntilSearch { get; set; } = 3;

    /// <summary>Its place in the order of plans.</summary>
    public int Place => ((int)Request.Table << 16) | Request.Address;
}
