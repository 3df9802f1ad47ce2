using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>How the polling of one device has gone since the start. A snapshot: never changes.</summary>
public sealed record DeviceStatistics
{
    /// <summary>Polls, failed ones included.</summary>
    public long Polls { get; init; }

    /// <summary>Polls in which at least one request failed.</summary>
    public long FailedPolls { get; init; }

    /// <summary>Requests sent.</summary>
    public long Requests { get; init; }

    /// <summary>Requests that the device refused with an exception.</summary>
    public long ExceptionReplies { get; init; }

    /// <summary>Requests without an answer in time.</summary>
    public long Timeouts { get; init; }

    /// <summary>Requests with a damaged answer.</summary>
    public long InvalidReplies { get; init; }

    /// <summary>Requests that found the link closed.</summary>
    public long Disconnects { get; init; }

    /// <summary>The last failure in words; null when there was none.</summary>
    public string? LastError { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastErrorTime { get; init; }

    /// <summary>When a request last succeeded; null when none did.</summary>
    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>With one more request, whose outcome was known at <paramref name="time"/>.</summary>
    internal DeviceStatistics With(in ReadRequest request, in ReadResult result, DateTimeOffset time)
    {
        var next = this with
        {
            Requests = Requests + 1,
            ExceptionReplies = ExceptionReplies + Count(result, ModbusFault.ExceptionReply),
            Timeouts = Timeouts + Count(result, ModbusFault.Timeout),
            InvalidReplies = InvalidReplies + Count(result, ModbusFault.InvalidReply),
            Disconnects = Disconnects + Count(result, ModbusFault.Disconnected),
        };
        return result.IsSuccess
            ? next with { LastSuccess = time }
            : next with { LastError = ReadVerdict.Describe(request, result), LastErrorTime = time };
    }

    private static int Count(in ReadResult result, ModbusFault fault) => result.Fault == fault ? 1 : 0;
}
