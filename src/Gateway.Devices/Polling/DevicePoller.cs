using Gateway.Core;
using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>
/// Polls one device: sends its read plan, decodes and screens what comes back. Each point that is due gives a reading at each poll,
/// one of bad quality where the read failed. To be polled by one caller at a time; the statistics may be read from any thread.
/// </summary>
public sealed class DevicePoller
{
    private readonly PolledBlock[] blocks;
    private readonly byte[] buffer;
    private readonly List<(PointProfile Point, Reading Reading)> taken = [];
    private volatile DeviceStatistics statistics = new();
    private int firstBlock;

    /// <summary>Plans the reads and adds the device's series to the catalog, in the order of the profile.</summary>
    /// <param name="deviceName">The device's name in this installation; the tag <c>device</c> of its series.</param>
    /// <param name="unit">Its address on the link.</param>
    /// <param name="profile">Its type.</param>
    /// <param name="catalog">Takes the series.</param>
    /// <exception cref="ArgumentException">A device of that name and measurement is in the catalog already.</exception>
    public DevicePoller(string deviceName, byte unit, DeviceProfile profile, Catalog catalog)
    {
        DeviceName = deviceName;
        Profile = profile;
        var series = profile.Points.ToDictionary(point => point, point => catalog.Add(SeriesOf(point)));
        blocks = [.. profile.Points
            .GroupBy(point => point.Interval)
            .SelectMany(group => ReadPlanner.Plan(group, profile.Limits).Blocks.Select(block => (Block: block, Interval: group.Key)))
            .Select(planned => new PolledBlock(
                planned.Block.Request(unit),
                [.. planned.Block.Points.Select(point => new PolledPoint(point, series[point]))],
                planned.Interval))];
        buffer = new byte[blocks.Max(block => block.Request.ByteCount)];

        Series SeriesOf(PointProfile point) => new(profile.Measurement, [new("device", deviceName)], point.Field, point.Unit);
    }

    /// <summary>The device's name in this installation.</summary>
    public string DeviceName { get; }

    /// <summary>Its type.</summary>
    public DeviceProfile Profile { get; }

    /// <summary>How the polling has gone so far.</summary>
    public DeviceStatistics Statistics => statistics;

    /// <summary>
    /// Polls once. As soon as the device does not answer at all, the rest of the plan is given up, so that a dead device costs one timeout;
    /// the next poll begins behind the block that failed, so that one bad block does not hide the others.
    /// </summary>
    /// <param name="client">The device's link.</param>
    /// <param name="clock">Gives each reply's time of arrival.</param>
    /// <param name="readings">Takes one reading for each point that was due.</param>
    /// <param name="cancellationToken">Ends the poll without readings.</param>
    public async ValueTask PollAsync(
        IModbusClient client, TimeProvider clock, ICollection<Reading> readings, CancellationToken cancellationToken)
    {
        taken.Clear();
        var failed = false;
        ReadResult? silence = null;
        foreach (var index in TurnsFrom(firstBlock, Now(clock)))
        {
            var block = blocks[index];
            var result = silence ?? await client.ReadAsync(block.Request, buffer.AsMemory(0, block.Request.ByteCount), cancellationToken);
            var time = Now(clock);
            Take(block, result, time);
            if (silence is not null)
            {
                continue;
            }

            statistics = statistics.With(block.Request, result, time);
            failed |= !result.IsSuccess;
            if (ReadVerdict.IsSilence(result))
            {
                silence = result;
                firstBlock = (index + 1) % blocks.Length;
            }
        }

        statistics = statistics with { Polls = statistics.Polls + 1, FailedPolls = statistics.FailedPolls + (failed ? 1 : 0) };
        HandOver(readings);
    }

    private static DateTimeOffset Now(TimeProvider clock) =>
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());

    private int[] TurnsFrom(int first, DateTimeOffset now) =>
        [.. Enumerable.Range(first, blocks.Length).Select(index => index % blocks.Length).Where(index => blocks[index].TakeTurn(now))];

    private void Take(PolledBlock block, in ReadResult result, DateTimeOffset time)
    {
        foreach (var (point, series) in block.Points)
        {
            var (value, quality) = result.IsSuccess
                ? PointScreen.Judge(point, BitsOf(block.Request, point))
                : (double.NaN, ReadVerdict.QualityOf(result));
            taken.Add((point, new Reading(series, time, value, quality)));
        }
    }

    private ulong BitsOf(in ReadRequest request, PointProfile point)
    {
        var index = point.Address - request.Address;
        return point.Type == PointType.Bool
            ? RegisterDecoder.Bit(buffer, index)
            : RegisterDecoder.Bits(buffer.AsSpan(index * 2, point.Size * 2), point.Order);
    }

    private void HandOver(ICollection<Reading> readings)
    {
        var verdicts = taken
            .Where(status => status.Point.Status is not null)
            .Select(status => (status.Point.Status!.AppliesTo, Quality: StatusScreen.Judge(status.Point.Status, status.Reading)))
            .Where(verdict => verdict.Quality != Quality.Good)
            .ToArray();
        foreach (var (point, reading) in taken)
        {
            var quality = verdicts
                .Where(verdict => verdict.AppliesTo.Contains(point.Name))
                .Aggregate(reading.Quality, (worst, verdict) => worst.Worst(verdict.Quality));
            readings.Add(reading with { Quality = quality });
        }
    }
}
