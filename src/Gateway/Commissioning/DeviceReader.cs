using System.Globalization;
using Gateway.Core;
using Gateway.Devices;

namespace Gateway.Commissioning;

/// <summary>Reads a device once by a profile: the same plan, decoding and screening as the gateway's polls.</summary>
internal static class DeviceReader
{
    /// <summary>Most polls of one look: where a device refuses many points, the search for them takes several.</summary>
    public const int MostPolls = 20;

    /// <summary>The device's values now; each point has a row, with the reason where it has no value.</summary>
    /// <param name="profile">The device's type.</param>
    /// <param name="unit">Its address on the link.</param>
    /// <param name="client">The link.</param>
    /// <param name="clock">Stamps the readings.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="mostPolls">How long to search for what the device refuses.</param>
    public static async Task<IReadOnlyList<PointReadout>> ReadAsync(
        DeviceProfile profile, byte unit, RecordingClient client, TimeProvider clock, CancellationToken cancellationToken,
        int mostPolls = MostPolls)
    {
        var catalog = new Catalog();
        var everyPoint = profile with { Points = [.. profile.Points.Select(point => point with { Interval = null })] };
        var poller = new DevicePoller("device", unit, everyPoint, catalog);
        var readings = new List<Reading>();
        PollOutcome outcome;
        do
        {
            readings.Clear();
            outcome = await poller.PollAsync(client, clock, readings, cancellationToken);
        }
        while (outcome == PollOutcome.Answered && poller.IsSearching && --mostPolls > 0);

        if (client.Answers > 0)
        {
            await poller.ReadTextsAsync(client, clock, cancellationToken);
        }

        var marks = poller.Statistics.Marks.ToLookup(mark => mark.Point.Field, mark => mark.Rule);
        var byField = readings.ToDictionary(reading => catalog[reading.Series].Field);
        return
        [
            .. profile.Points.Select(point => Row(point, byField[point.Field], client) with
            {
                Rules = [.. marks[point.Field].SelectMany(ScreeningRuleNames.NamesOf)],
            }),
            .. profile.Texts.Select(text => Row(text, poller.Texts.GetValueOrDefault(text.Name), client)),
        ];
    }

    /// <summary>A profile for registers whose type the user says.</summary>
    public static DeviceProfile ProfileOf(IEnumerable<RegisterRange> ranges, PointType type, ByteOrder order) => new()
    {
        Name = "registers",
        Manufacturer = string.Empty,
        Models = [],
        Measurement = "registers",
        Source = string.Empty,
        Limits = new ReadLimits(),
        Points =
        [
            .. ranges.SelectMany(range => PointsOf(range, range.ReadsBits ? PointType.Bool : type, order)).DistinctBy(point => point.Name),
        ],
    };

    private static IEnumerable<PointProfile> PointsOf(RegisterRange range, PointType type, ByteOrder order) =>
        from index in Enumerable.Range(0, range.Count)
        let address = range.Address + (index * type.Size)
        where address + type.Size <= 65536
        select new PointProfile
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{RegisterReference.NameOf(range.Table)}_{address}"),
            Table = range.Table,
            Address = (ushort)address,
            Type = type,
            Order = order,
        };

    private static PointReadout Row(PointProfile point, Reading reading, RecordingClient client)
    {
        var raw = client.Raw(point.Table, point.Address, point.Size);
        return new PointReadout(
            point.Name,
            double.IsFinite(reading.Value) ? reading.Value : null,
            double.IsFinite(reading.Value) ? MeaningOf(point, reading.Value) : null,
            point.Unit,
            reading.Quality,
            RegisterReference.NameOf(point.Table),
            point.Address,
            RegisterReference.Of(point.Table, point.Address),
            raw is null ? null : RegisterReader.Hex(raw));
    }

    private static PointReadout Row(TextProfile text, string? value, RecordingClient client) => new(
        text.Name,
        null,
        value,
        string.Empty,
        value is null ? Quality.NoData : Quality.Good,
        RegisterReference.NameOf(text.Table),
        text.Address,
        RegisterReference.Of(text.Table, text.Address),
        client.Raw(text.Table, text.Address, text.Size) is { } raw ? RegisterReader.Hex(raw) : null);

    private static string? MeaningOf(PointProfile point, double value)
    {
        if (point.Status is not { } status)
        {
            return point.MeaningOf(value);
        }

        var word = (ulong)value;
        var names = status.Bits.Where(bit => bit.Speaks(word)).Select(bit => bit.Name).Prepend(status.Codes?.MeaningOf(word)?.Name)
            .OfType<string>().ToList();
        return names.Count == 0 ? "none set" : string.Join(", ", names);
    }
}
