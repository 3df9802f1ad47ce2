namespace Gateway.Devices;

/// <summary>How the polling of one device has gone since the start. A snapshot: never changes.</summary>
public sealed record DeviceStatistics
{
    /// <summary>Polls, failed ones included.</summary>
    public long Polls { get; init; }

    /// <summary>Polls in which a request failed, other than by a refusal that was traced to its points.</summary>
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

    /// <summary>What the device does not give while it gives other points; each is tried again from time to time.</summary>
    public IReadOnlyList<RefusedRead> Refused { get; init; } = [];

    /// <summary>What the screening rules have found, by point and rule; only where they did.</summary>
    public IReadOnlyList<ScreeningMark> Marks { get; init; } = [];
}
