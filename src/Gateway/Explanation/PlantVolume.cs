using System.Buffers;
using Gateway.Configuration;
using Gateway.Core;
using Gateway.Devices;
using Gateway.History;
using Gateway.Influx;
using Gateway.Journal;
using Gateway.Mqtt;
using Gateway.Pipeline;

namespace Gateway.Explanation;

/// <summary>What a plant's data take, on average.</summary>
/// <param name="PointsPerDay">Readings and results.</param>
/// <param name="JournalBytesPerDay">On disk, until the journal's bound.</param>
/// <param name="HistoryBytesPerDay">On disk, until roll-ups and results are too old.</param>
/// <param name="MqttMessagesPerDay">Messages to the broker, each once.</param>
/// <param name="MqttBytesPerDay">Their size with topic and properties, without TLS and TCP.</param>
internal sealed record PlantVolume(
    double PointsPerDay, double JournalBytesPerDay, double HistoryBytesPerDay, double MqttMessagesPerDay, double MqttBytesPerDay)
{
    private const int MaxReadings = 200_000;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Runs some minutes of the plant in memory: typical values through the real calculations, and the ticks in the forms in which
    /// they are written and sent.
    /// </summary>
    public static PlantVolume Of(GatewayOptions options)
    {
        var installation = Installation.Of(options);
        var sources = installation.Links.SelectMany(link => link.Devices).SelectMany(TypicalSource.AllOf).ToList();
        var duration = Duration(sources);
        var interval = options.Storage.CommitInterval;
        var (points, journal, mqtt, messages) = (0L, 0L, 0L, 0L);
        using var history = HistoryDatabase.OpenInMemory(1, new HistoryOptions());
        var recorded = new List<RecordedTick>();
        var emptyHistory = history.SizeBytes;
        var topic = new Topics().Data(new GatewayAddress(options.Site, options.Gateway)).Length;
        var payload = new ArrayBufferWriter<byte>();
        for (var from = TimeSpan.Zero; from < duration; from += interval)
        {
            var readings = sources.SelectMany(source => source.Between(from, from + interval)).ToList();
            if (readings.Count == 0)
            {
                continue;
            }

            var results = new List<Reading>();
            installation.Calculations.Fold(readings, results);
            var withCheckpoint = from.Ticks % TimeSpan.TicksPerMinute < interval.Ticks;
            var tick = new Tick(readings, results, withCheckpoint ? installation.Calculations.SaveCheckpoint() : default);
            payload.ResetWrittenCount();
            TickCodec.Write(tick, payload);
            journal += payload.WrittenCount + JournalWriter.EntryOverhead;
            payload.ResetWrittenCount();
            LineProtocol.Write(installation.Catalog, [.. readings, .. results], options.Site, options.Gateway, payload);
            mqtt += payload.WrittenCount + topic + DataMessage.LargestOverhead;
            points += readings.Count + results.Count;
            messages++;
            recorded.Add(new RecordedTick(messages, installation.Catalog, tick));
        }

        history.Record(recorded);
        history.Flush();
        var perDay = TimeSpan.FromDays(1) / duration;
        return new PlantVolume(
            points * perDay, journal * perDay, (history.SizeBytes - emptyHistory) * perDay, messages * perDay, mqtt * perDay);
    }

    // Long enough for the history to grow by more than a page; bounded, for a large plant must be explained in a second too.
    private static TimeSpan Duration(IReadOnlyCollection<TypicalSource> sources)
    {
        var perSecond = sources.Sum(source => 1 / source.Interval.TotalSeconds);
        var affordable = TimeSpan.FromSeconds(MaxReadings / Math.Max(perSecond, 1));
        var wanted = affordable < Shortest ? Shortest : affordable > Longest ? Longest : affordable;
        return TimeSpan.FromMinutes(Math.Floor(wanted.TotalMinutes));
    }

    /// <summary>A point that gives readings of the width that its type has.</summary>
    private sealed record TypicalSource(int Series, TimeSpan Interval, double Value, double Step)
    {
        private const double TypicalRaw = 2278;
        private const double TypicalFloat = 227.8247;
        private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);

        public static IEnumerable<TypicalSource> AllOf(InstalledDevice device) =>
            device.Options.Profile.Points.Zip(
                device.Series, (point, series) => Of(point, series, point.Interval ?? device.Options.Interval));

        public IEnumerable<Reading> Between(TimeSpan from, TimeSpan until)
        {
            for (var slot = (long)Math.Ceiling(from / Interval); slot * Interval < until; slot++)
            {
                yield return new Reading(Series, Start + (slot * Interval), Value + (slot % 10 * Step), Quality.Good);
            }
        }

        private static TypicalSource Of(PointProfile point, int series, TimeSpan interval) =>
            point.Type is PointType.F32 or PointType.F64
                ? new(series, interval, (float)TypicalFloat, (float)0.1)
                : new(series, interval, TypicalRaw * point.Scale, point.Scale);
    }
}
