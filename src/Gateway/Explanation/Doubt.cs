using System.Globalization;
using Gateway.Configuration;

namespace Gateway.Explanation;

/// <summary>What a configuration may say but hardly means.</summary>
/// <param name="Place">Where, as file:line:column.</param>
/// <param name="Message">What is doubtful, and what to do about it.</param>
internal sealed record Doubt(string Place, string Message)
{
    /// <summary>Beyond it a link has no room for a device that answers late or not at all.</summary>
    private const double FullShare = 0.9;

    /// <summary><c>file:line:column: warning: message</c></summary>
    public override string ToString() => $"{Place}: warning: {Message}";

    /// <summary>Everything doubtful about a configuration without faults.</summary>
    public static IReadOnlyList<Doubt> Of(GatewayOptions options) =>
    [
        .. options.Links.SelectMany(OverfullLinks),
        .. options.Links.SelectMany(SharedUnits),
        .. options.Links.SelectMany(BroadcastUnits),
        .. SharedEndPoints(options.Links),
        .. options.Links.SelectMany(SlowSilence),
        .. options.Retrofits.SelectMany(DriveAsMeter),
    ];

    private static IEnumerable<Doubt> OverfullLinks(LinkOptions link)
    {
        var demand = LinkDemand.Of(link);
        if (demand.BusyShare > FullShare)
        {
            var largest = demand.Devices.MaxBy(device => device.BusyShare)!;
            yield return new Doubt(
                link.Place,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"link '{link.Name}' would be busy {demand.BusyShare:P0} of the time ({LinkArithmetic.Of(link)}); most of it is "
                    + $"{largest.Device.Name}: {largest.LargestPollRequests} requests, {largest.LargestPoll.TotalMilliseconds:F0} ms "
                    + $"every {largest.Device.Interval.TotalMilliseconds:F0} ms. Poll less often, read fewer points or raise the speed."));
        }
    }

    private static IEnumerable<Doubt> SharedUnits(LinkOptions link) =>
        from device in link.Devices
        group device by device.Unit into same
        from later in same.Skip(1)
        select new Doubt(
            later.Place,
            $"'{later.Name}' and '{same.First().Name}' both have unit {same.Key} on link '{link.Name}': they are one device to the bus. "
            + "Two real devices with one unit answer over each other; give each its own.");

    private static IEnumerable<Doubt> BroadcastUnits(LinkOptions link) =>
        from device in link.Devices
        where device.Unit == 0 && link.Transport is not Transport.Tcp
        select new Doubt(
            device.Place,
            $"unit 0 is the broadcast address on a serial line (Modbus over Serial Line V1.02, 2.2): '{device.Name}' will not answer. "
            + "Give the unit that the device is set to, 1 to 247.");

    private static IEnumerable<Doubt> SharedEndPoints(IReadOnlyList<LinkOptions> links) =>
        from link in links
        let host = link.Transport switch
        {
            Transport.Tcp tcp => tcp.EndPoint,
            Transport.RtuOverTcp tcp => tcp.EndPoint,
            Transport.AsciiOverTcp tcp => tcp.EndPoint,
            _ => null,
        }
        where host is not null
        group link by host into same
        from later in same.Skip(1)
        select new Doubt(
            later.Place,
            $"links '{same.First().Name}' and '{later.Name}' both go to {same.Key.Host}:{same.Key.Port}: many devices take only one "
            + "connection, and behind a serial gateway the two collide. Put the devices under one link.");

    private static IEnumerable<Doubt> SlowSilence(LinkOptions link)
    {
        var shortest = link.Devices.Min(device => device.Interval);
        if (link.Devices.Count > 1 && link.Timing.ReplyTimeout > shortest)
        {
            yield return new Doubt(
                link.Place,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a device of link '{link.Name}' that does not answer holds the others up for reply_timeout, "
                    + $"{link.Timing.ReplyTimeout.TotalMilliseconds:F0} ms, longer than the shortest interval, "
                    + $"{shortest.TotalMilliseconds:F0} ms: they will miss polls then. Shorten reply_timeout."));
        }
    }

    // IPMVP wants the boundary where the energy is paid for; a drive knows the power at its output only, by an estimate.
    private static IEnumerable<Doubt> DriveAsMeter(RetrofitOptions retrofit)
    {
        if (retrofit.Power.Device.Profile.Measurement == "vfd")
        {
            yield return new Doubt(
                retrofit.Place,
                $"the savings of '{retrofit.Definition.Name}' are bounded at the output of the drive '{retrofit.Power.Device.Name}': "
                + "the losses of the drive itself would count as saved, and its power is an estimate. "
                + "Name a meter on the drive's line side.");
        }
    }
}
