using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>A point and its series in the catalog.</summary>
internal readonly record struct PolledPoint(PointProfile Profile, int Series);

/// <summary>A request of one device, with how often it is due.</summary>
internal sealed class PolledBlock(ReadRequest request, IReadOnlyList<PolledPoint> points, TimeSpan? interval)
{
    private long lastSlot = long.MinValue;

    public ReadRequest Request { get; } = request;

    public IReadOnlyList<PolledPoint> Points { get; } = points;

    /// <summary>True at the first question in each interval of the clock, and always where there is no interval.</summary>
    public bool TakeTurn(DateTimeOffset now)
    {
        if (interval is not { } length)
        {
            return true;
        }

        var slot = now.UtcTicks / length.Ticks;
        var isDue = slot != lastSlot;
        lastSlot = slot;
        return isDue;
    }
}
