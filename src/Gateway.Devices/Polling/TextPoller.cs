using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>Reads what a device says of itself, one text at a time, each at its own long interval.</summary>
internal sealed class TextPoller(IReadOnlyList<TextProfile> profiles, byte unit, DeviceWire wire)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly TimeSpan[] due = [.. profiles.Select(_ => TimeSpan.MinValue)];
    private readonly byte[] reply = new byte[profiles.Count == 0 ? 0 : profiles.Max(text => text.Request(unit).ByteCount)];
    private volatile IReadOnlyDictionary<string, string> latest = new Dictionary<string, string>();

    /// <summary>The latest text by name; without those that were never read. May be read from any thread.</summary>
    public IReadOnlyDictionary<string, string> Latest => latest;

    /// <summary>True when a text is to be read.</summary>
    public bool IsDue(TimeSpan time) => NextDue(time) < due.Length;

    /// <summary>Reads the first text that is due, if any.</summary>
    /// <returns>False when there was nothing to read, or nothing came back.</returns>
    public async ValueTask<bool> ReadNextAsync(PollContext context, TimeSpan time)
    {
        var next = NextDue(time);
        if (next == due.Length)
        {
            return false;
        }

        var text = profiles[next];
        var request = text.Request(unit);
        var result = await wire.ReadAsync(context, request, reply.AsMemory(0, request.ByteCount));
        due[next] = time + (result.IsSuccess || result.Fault == ModbusFault.ExceptionReply ? text.Interval : RetryAfter);
        if (result.IsSuccess)
        {
            latest = new Dictionary<string, string>(latest) { [text.Name] = TextDecoder.Decode(text, reply.AsSpan(0, request.ByteCount)) };
        }

        return !ReadVerdict.IsSilence(result);
    }

    private int NextDue(TimeSpan time)
    {
        var next = 0;
        while (next < due.Length && due[next] > time)
        {
            next++;
        }

        return next;
    }
}
