using Gateway.Core;

namespace Gateway.History.Tests;

/// <summary>A catalog of a few series and ticks about them.</summary>
internal static class Plant
{
    public const ulong Epoch = 0xE70C;
    public const string Power = "meter,device=fan active_power_kw";
    public const string Saved = "savings,period=hour,retrofit=fan saved_kwh";

    public static readonly DateTimeOffset Noon = new(2025, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static Catalog Catalog { get; } = Make(
        new Series("meter", [new Tag("device", "fan")], "active_power_kw", "kW"),
        new Series("cems", [new Tag("device", "stack")], "so2_mg_m3", "mg/m3"),
        new Series("savings", [new Tag("period", "hour"), new Tag("retrofit", "fan")], "saved_kwh", "kWh"));

    public static Catalog Make(params Series[] series)
    {
        var catalog = new Catalog();
        foreach (var one in series)
        {
            catalog.Add(one);
        }

        return catalog;
    }

    public static Reading Reading(int series, double afterSeconds, double value, Quality quality = Quality.Good) =>
        new(series, Noon + TimeSpan.FromSeconds(afterSeconds), value, quality);

    public static RecordedTick Tick(long seq, Reading[] readings, params Reading[] results) =>
        new(seq, Catalog, new Tick(readings, results, default));

    /// <summary>Everything that can be asked, as text: two databases with the same answers are the same.</summary>
    public static string[] Answers(HistoryDatabase history) =>
    [
        $"{history.LastSeq}",
        .. history.Latest().Select(latest => $"{latest} {BitConverter.DoubleToInt64Bits(latest.Value)}"),
        .. Catalog.SelectMany(series => Enum.GetValues<Resolution>().SelectMany(
            level => history.Query(series.Key, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, level)
                .Select(rollup => $"{series.Key} {level} {rollup} {BitConverter.DoubleToInt64Bits(rollup.Sum)}"))),
        .. history.QueryResults(Saved, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue).Select(point => $"{point}"),
    ];
}
