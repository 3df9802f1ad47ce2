using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>What a poll runs on.</summary>
internal readonly record struct PollContext(IModbusClient Client, TimeProvider Clock, CancellationToken Token)
{
    /// <summary>The clock's time in whole milliseconds, as readings carry it.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Clock.GetUtcNow().ToUnixTimeMilliseconds());
}

/// <summary>Sends a device's requests: keeps its pause, and counts how they went.</summary>
/// <param name="pause">Least time between the end of a reply and the next request.</param>
/// <param name="tally">Counts.</param>
internal sealed class DeviceWire(TimeSpan pause, DeviceTally tally)
{
    private long? lastEnd;

    /// <summary>Several requests at a time contradict a pause.</summary>
    public bool AllowsPipelining => pause == TimeSpan.Zero;

    /// <summary>Sends a request and counts how it went.</summary>
    public async ValueTask<ReadResult> ReadAsync(PollContext context, ReadRequest request, Memory<byte> reply)
    {
        var result = await Send(context, request, reply);
        Note(context, request, result);
        return result;
    }

    /// <summary>Sends a request. <see cref="Note"/> is to follow, once the reply is there.</summary>
    public ValueTask<ReadResult> Send(PollContext context, ReadRequest request, Memory<byte> reply) =>
        pause > TimeSpan.Zero ? SendAfterPauseAsync(context, request, reply) : context.Client.ReadAsync(request, reply, context.Token);

    /// <summary>Counts how a request went.</summary>
    public void Note(PollContext context, in ReadRequest request, in ReadResult result) =>
        tally.Count(request, result, context.Now, context.Client.LastOpenFailure);

    private async ValueTask<ReadResult> SendAfterPauseAsync(PollContext context, ReadRequest request, Memory<byte> reply)
    {
        if (lastEnd is { } end && pause - context.Clock.GetElapsedTime(end) is { Ticks: > 0 } rest)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), context.Clock, context.Token);
        }

        var result = await context.Client.ReadAsync(request, reply, context.Token);
        lastEnd = context.Clock.GetTimestamp();
        return result;
    }
}
