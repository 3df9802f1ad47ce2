using System.Globalization;
using Gateway.Core;
using Gateway.Devices;
using Gateway.Emissions;
using Gateway.Energy;
using Gateway.Journal;
using Gateway.Mqtt;
using Gateway.Pipeline;

namespace Gateway.Status;

/// <summary>Gathers the status from the running parts.</summary>
internal sealed class StatusView(
    Installation first,
    JournalWriter journal,
    Recorder recorder,
    LatestValues latest,
    Delivery delivery,
    SparkplugShow show,
    Polling polling,
    PlantTime plantClock)
{
    private const int IntervalsUntilSilent = 5;
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromSeconds(30);
    private readonly DateTimeOffset startedAt = plantClock.GetUtcNow();
    private volatile Installation installation = first;
    private volatile Totals totals = Totals.Of(first);

    /// <summary>Shows another installation from here on. For the recorder, before it records under it.</summary>
    public void Use(Installation next) => installation = next;

    /// <summary>Takes over what the calculations have come to. For the recorder, once a tick is on disk.</summary>
    public void TakeTotals() => totals = Totals.Of(installation);

    public GatewayStatus Status() => new(
        installation.Options.Site,
        installation.Options.Gateway,
        ProductVersion.Text,
        startedAt,
        plantClock.GetUtcNow(),
        [.. installation.Links.Select(Link)],
        [.. installation.Links.SelectMany(link => link.Devices.Select(device => Device(link, device)))],
        [.. totals.Retrofits.Select(retrofit => Retrofit(retrofit.Name, retrofit.Totals))],
        [.. totals.Stacks.Select(stack => Stack(stack.Name, stack.Totals))],
        new JournalStatus(
            journal.Epoch.ToString("x16", CultureInfo.InvariantCulture), journal.FirstSeq, journal.CommittedEnd,
            journal.Bytes, recorder.ReadingsRecorded, recorder.LastCommit, journal.EntriesDroppedUndelivered),
        delivery.Current is { } way ? Delivered(way.Publisher, way.Outbox) : null,
        show.Status,
        Clock: new ClockStatus(plantClock.IsSynchronised, plantClock.Ahead.TotalSeconds, plantClock.Steps));

    /// <summary>Healthy while it records and every device gives values. A broker that is away is no fault: nothing is lost by it.</summary>
    public Health Health()
    {
        if (recorder.Fault is { } fault)
        {
            return new Health(false, fault);
        }

        var now = plantClock.GetUtcNow();
        var silent = (from link in installation.Links
                      from device in link.Devices
                      where IsSilent(device, polling.SinceOf(link) ?? now, now)
                      select device.Options.Name).ToList();
        return silent.Count == 0 ? new Health(true, "healthy") : new Health(false, $"no values from {string.Join(", ", silent)}");
    }

    private static bool IsSilent(InstalledDevice device, DateTimeOffset since, DateTimeOffset now)
    {
        var longest = device.Options.Interval * IntervalsUntilSilent;
        longest = longest > ShortestSilence ? longest : ShortestSilence;
        return now - (device.Poller.Statistics.LastSuccess ?? since) > longest;
    }

    private LinkStatus Link(InstalledLink link) => LinkStatus.Of(link.Options.Name, link.Wire.OfLink(), polling.StatusOf(link));

    private DeviceStatus Device(InstalledLink link, InstalledDevice device)
    {
        var statistics = device.Poller.Statistics;
        return new DeviceStatus(
            device.Options.Name,
            link.Options.Name,
            device.Options.Profile.Name,
            statistics.Polls,
            statistics.FailedPolls,
            statistics.LastSuccess,
            statistics.LastError,
            WireCounts.Of(link.Wire.OfUnit(device.Options.Unit)),
            [.. statistics.Refused.Select(refused => new RefusedStatus(refused.Points, refused.Text, refused.Since))],
            [.. statistics.Marks.Select(mark => ScreeningStatus.Of(mark, device.Options.Profile))],
            device.Poller.Texts,
            [.. device.Series.Zip(device.Options.Profile.Points, Value)]);

        ValueStatus Value(int series, PointProfile point) => ValueStatus.Of(installation.Catalog[series], latest.Of(series), point);
    }

    private static RetrofitStatus Retrofit(string name, RetrofitSavingsTotals totals) => new(
        name, totals.BaselineKwh, totals.MeasuredKwh, totals.SavedKwh, totals.FirstCovered, totals.LastCovered, totals.Covered.TotalHours);

    private StackStatus Stack(string name, IReadOnlyList<PollutantTotal> pollutants) =>
        new(name, [.. pollutants.Select(total => new PollutantStatus(
            total.Kind.Tag,
            Instant(name, total.Kind.Tag, "concentration_mg_m3"),
            Instant(name, total.Kind.Tag, "corrected_mg_m3"),
            Instant(name, total.Kind.Tag, "rate_kg_h"),
            total.LoadKg,
            total.FirstCovered,
            total.LastCovered,
            total.Covered.TotalHours))]);

    private double? Instant(string stack, string pollutant, string field)
    {
        var key = new Series("emission", [new("stack", stack), new("pollutant", pollutant), new("period", "instant")], field, "").Key;
        var value = installation.Catalog.Find(key) is { } series ? latest.Of(series).Value : double.NaN;
        return double.IsFinite(value) ? value : null;
    }

    private DeliveryStatus Delivered(MqttPublisher publisher, Outbox sender) => new(
        publisher.IsConnected,
        publisher.IsConnected ? null : publisher.Fault,
        journal.Cursor.Undelivered,
        sender.EntriesReleased,
        sender.PointsReleased,
        sender.Resent,
        sender.SetAsideEntries,
        sender.LinesRejected);

    private sealed record Totals(
        IReadOnlyList<(string Name, RetrofitSavingsTotals Totals)> Retrofits,
        IReadOnlyList<(string Name, IReadOnlyList<PollutantTotal> Totals)> Stacks)
    {
        public static Totals Of(Installation installation) => new(
            [.. installation.Retrofits.Select(retrofit => (retrofit.Options.Definition.Name, retrofit.Savings.Totals))],
            [.. installation.Stacks.Select(stack => (stack.Options.Definition.Name, stack.Load.Totals))]);
    }
}
