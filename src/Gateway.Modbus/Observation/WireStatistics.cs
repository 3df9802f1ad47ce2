namespace Gateway.Modbus;

/// <summary>What has passed between a client and one unit, or on a whole link, since the start. A snapshot: never changes.</summary>
public sealed record WireStatistics
{
    /// <summary>Requests sent, and those that found the link closed.</summary>
    public long Requests { get; init; }

    /// <summary>Requests without an answer in time.</summary>
    public long Timeouts { get; init; }

    /// <summary>Requests with a damaged or foreign answer.</summary>
    public long InvalidReplies { get; init; }

    /// <summary>Requests that found the link closed.</summary>
    public long Disconnects { get; init; }

    /// <summary>Exception replies by their code.</summary>
    public IReadOnlyDictionary<ModbusExceptionCode, long> Exceptions { get; init; } = new Dictionary<ModbusExceptionCode, long>();

    /// <summary>Frames thrown away because of their checksum. Only for a link: a damaged frame may be anybody's.</summary>
    public long ChecksumErrors { get; init; }

    /// <summary>Bytes thrown away, damaged frames included. Only for a link.</summary>
    public long BytesDiscarded { get; init; }

    /// <summary>Bytes sent. Only for a link.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes received in whole frames. Only for a link.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Time that requests took, answered or not.</summary>
    public TimeSpan Busy { get; init; }

    /// <summary>Half the answered requests took no longer; null before the first.</summary>
    public TimeSpan? RoundTripP50 { get; init; }

    /// <summary>99 % of the answered requests took no longer; null before the first.</summary>
    public TimeSpan? RoundTripP99 { get; init; }
}
