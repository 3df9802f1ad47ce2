using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Status;

/// <summary>One link's health.</summary>
/// <param name="Link">The link.</param>
/// <param name="Wire">What its requests came to.</param>
/// <param name="CrcErrors">Frames thrown away because of their checksum: noise, termination, line settings.</param>
/// <param name="DiscardedBytes">Bytes that belonged to no answer, damaged frames included.</param>
/// <param name="SentBytes">Bytes sent.</param>
/// <param name="ReceivedBytes">Bytes received in whole frames.</param>
/// <param name="BusyS">Time that requests took, answered or not, s.</param>
/// <param name="Polling">How punctual its polls are.</param>
internal sealed record LinkStatus(
    string Link,
    WireCounts Wire,
    long CrcErrors,
    long DiscardedBytes,
    long SentBytes,
    long ReceivedBytes,
    double BusyS,
    PollingStatus Polling)
{
    public static LinkStatus Of(string link, WireStatistics wire, PollingStatus polling) => new(
        link,
        WireCounts.Of(wire),
        wire.ChecksumErrors,
        wire.BytesDiscarded,
        wire.BytesSent,
        wire.BytesReceived,
        wire.Busy.TotalSeconds,
        polling);
}

/// <summary>How punctual a link's polls are.</summary>
/// <param name="UtilisationPct">
/// The part of the time that polls took over the last 10 s or more, %; null before that. Where it nears 100, poll less often or part the
/// line.
/// </param>
/// <param name="LatenessP50Ms">Half the polls began no later than this behind their time, ms; null before the first.</param>
/// <param name="LatenessP99Ms">99 % of them did, ms.</param>
/// <param name="MissedSlots">Polls left out because the link was busy when they were due.</param>
internal sealed record PollingStatus(double? UtilisationPct, double? LatenessP50Ms, double? LatenessP99Ms, long MissedSlots)
{
    public static PollingStatus Of(LinkLoad load) => new(
        100 * load.Utilisation,
        load.Lateness.Percentile(0.5)?.TotalMilliseconds,
        load.Lateness.Percentile(0.99)?.TotalMilliseconds,
        load.MissedSlots);
}

/// <summary>What the requests to a unit or on a link came to, since the start.</summary>
/// <param name="Requests">Requests sent, and those that found the link closed.</param>
/// <param name="Exceptions">Those that the device refused, by code.</param>
/// <param name="Timeouts">Those without an answer in time.</param>
/// <param name="InvalidReplies">Those with a damaged or foreign answer.</param>
/// <param name="Disconnects">Those that found the link closed.</param>
/// <param name="RoundTripP50Ms">Half the answered requests took no longer, ms; null before the first.</param>
/// <param name="RoundTripP99Ms">99 % of them took no longer, ms.</param>
internal sealed record WireCounts(
    long Requests,
    IReadOnlyList<ExceptionCount> Exceptions,
    long Timeouts,
    long InvalidReplies,
    long Disconnects,
    double? RoundTripP50Ms,
    double? RoundTripP99Ms)
{
    public static WireCounts Of(WireStatistics wire) => new(
        wire.Requests,
        [
            .. wire.Exceptions.OrderBy(entry => entry.Key)
                .Select(entry => new ExceptionCount($"{(int)entry.Key:X2}", $"{entry.Key}", entry.Value)),
        ],
        wire.Timeouts,
        wire.InvalidReplies,
        wire.Disconnects,
        wire.RoundTripP50?.TotalMilliseconds,
        wire.RoundTripP99?.TotalMilliseconds);
}

/// <summary>How often one exception came.</summary>
/// <param name="Code">Two hexadecimal digits, as the specification prints them, e.g. <c>0B</c>.</param>
/// <param name="Name">What it means.</param>
/// <param name="Count">How often.</param>
internal sealed record ExceptionCount(string Code, string Name, long Count);
