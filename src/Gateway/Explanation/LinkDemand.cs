using Gateway.Configuration;
using Gateway.Core;
using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Explanation;

/// <summary>What polling its devices asks of a link.</summary>
/// <param name="Link">The link.</param>
/// <param name="Devices">Each device's part.</param>
internal sealed record LinkDemand(LinkOptions Link, IReadOnlyList<DeviceDemand> Devices)
{
    /// <summary>The part of the time that the link would be busy; above 1 the polls cannot all be made.</summary>
    public double BusyShare => Devices.Sum(device => device.BusyShare);

    public static LinkDemand Of(LinkOptions link) =>
        new(link, [.. link.Devices.Select(device => DeviceDemand.Of(device, link.Cost))]);
}

/// <summary>What polling a device asks of its link, on average.</summary>
/// <param name="Device">The device.</param>
/// <param name="RequestsPerSecond">How many reads.</param>
/// <param name="RegistersPerSecond">How many registers or bits they bring, gaps included.</param>
/// <param name="PointsPerSecond">How many readings come of them.</param>
/// <param name="BusyShare">The part of the time that they take on the link; an estimate, for the device's own delay is not known.</param>
/// <param name="LargestPoll">The longest of its polls, when all points are due.</param>
/// <param name="LargestPollRequests">How many reads that one takes.</param>
internal sealed record DeviceDemand(
    DeviceOptions Device,
    double RequestsPerSecond,
    double RegistersPerSecond,
    double PointsPerSecond,
    double BusyShare,
    TimeSpan LargestPoll,
    int LargestPollRequests)
{
    // Points with intervals of their own come into step again after the longest of them, at the latest after these polls.
    private const int MaxPolls = 3600;

    /// <summary>Polls the device in memory, by the plans that it will have on the wire, and counts.</summary>
    public static DeviceDemand Of(DeviceOptions device, LinkCost link)
    {
        var cost = link.WithPause(device.Pause ?? device.Profile.Pause);
        var client = new CountingClient(cost);
        var profile = device.Profile with { Texts = [] };
        var poller = new DevicePoller(device.Name, device.Unit, profile, new Catalog(), cost, pause: TimeSpan.Zero);
        var clock = new SteppedTime();
        var readings = new List<Reading>();
        var (points, requests, largest, largestRequests) = (0L, 0L, TimeSpan.Zero, 0);
        var polls = PollsOf(device);
        for (var poll = 0; poll < polls; poll++)
        {
            clock.Now = DateTimeOffset.UnixEpoch + (poll * device.Interval);
            var (busyBefore, requestsBefore) = (client.Busy, client.Requests);
            var polled = poller.PollAsync(client, clock, readings, CancellationToken.None);
            if (!polled.IsCompletedSuccessfully)
            {
                throw new InvalidOperationException("A poll in memory waited for something.");
            }

            if (client.Busy - busyBefore > largest)
            {
                (largest, largestRequests) = (client.Busy - busyBefore, (int)(client.Requests - requestsBefore));
            }

            points += readings.Count;
            requests = client.Requests;
            readings.Clear();
        }

        var seconds = polls * device.Interval.TotalSeconds;
        return new DeviceDemand(
            device,
            requests / seconds,
            client.Registers / seconds,
            points / seconds,
            client.Busy.TotalSeconds / seconds,
            largest,
            largestRequests);
    }

    private static int PollsOf(DeviceOptions device)
    {
        var longest = device.Profile.Points.Max(point => point.Interval ?? device.Interval);
        return (int)Math.Clamp(Math.Ceiling(longest / device.Interval), 1, MaxPolls);
    }

    /// <summary>Answers every read at once, with zeros, and adds up what it would have cost.</summary>
    private sealed class CountingClient(LinkCost cost) : IModbusClient
    {
        public int MaxInFlight => 1;

        public long Requests { get; private set; }

        public long Registers { get; private set; }

        public TimeSpan Busy { get; private set; }

        public ValueTask<ReadResult> ReadAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
        {
            Requests++;
            Registers += request.Count;
            Busy += cost.TimeOf(request);
            destination.Span[..request.ByteCount].Clear();
            return ValueTask.FromResult(ReadResult.Success);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class SteppedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
