using Gateway.Core;
using Gateway.Mqtt.Sparkplug.Protocol;

namespace Gateway.Mqtt.Sparkplug;

/// <summary>
/// What the node reports, drawn from the catalog. A polled device is a Sparkplug device of its name; a retrofit or a stack is one, too,
/// <c>retrofit.NAME</c> or <c>stack.NAME</c>: no polled device's name holds a dot, so no two devices share an id.
/// </summary>
/// <remarks>
/// A metric is named after its field, behind the tags that do not name the device, e.g. <c>hour/so2/load_kg</c>. Its alias is fixed by the
/// place of its series in the catalog, and none is ever given to another. A series without tags is of the gateway itself and not reported.
/// </remarks>
internal sealed class NodeModel
{
    /// <summary>Aliases below are the node's own.</summary>
    public const ulong FirstSeriesAlias = 16;

    private const string PolledTag = "device";
    private static readonly string[] OwnerTags = [PolledTag, "retrofit", "stack"];

    private readonly (DeviceModel Device, MetricModel Metric)?[] bySeries;

    public NodeModel(Catalog catalog)
    {
        var placed = catalog.Index().Where(place => catalog.Find(place.Item.Key) == place.Index && place.Item.Tags.Count > 0)
            .Select(place => (Owner: OwnerOf(place.Item), Metric: MetricOf(place.Item, place.Index), Series: place.Index)).ToArray();
        var devices = placed.GroupBy(place => place.Owner)
            .Select(group => new DeviceModel(IdOf(group.Key), group.Key.Key == PolledTag, [.. group.Select(place => place.Metric)]))
            .ToDictionary(device => device.Id, StringComparer.Ordinal);
        bySeries = new (DeviceModel, MetricModel)?[catalog.Count];
        foreach (var place in placed)
        {
            bySeries[place.Series] = (devices[IdOf(place.Owner)], place.Metric);
        }

        Devices = [.. devices.Values];
    }

    /// <summary>The devices, in the order of the catalog.</summary>
    public IReadOnlyList<DeviceModel> Devices { get; }

    /// <summary>Where the readings of a series belong; null for one that is not configured any more.</summary>
    public (DeviceModel Device, MetricModel Metric)? Find(int series) => bySeries[series];

    private static Tag OwnerOf(Series series)
    {
        var owners = series.Tags.Where(tag => OwnerTags.Contains(tag.Key)).ToArray();
        return owners is [var owner]
            ? owner
            : throw new ArgumentException($"{series.Key} belongs to no device: one tag of {string.Join(", ", OwnerTags)} must say which.");
    }

    private static string IdOf(Tag owner) => owner.Key == PolledTag ? owner.Value : $"{owner.Key}.{owner.Value}";

    private static MetricModel MetricOf(Series series, int index)
    {
        var path = series.Tags.Where(tag => !OwnerTags.Contains(tag.Key)).Select(tag => tag.Value);
        var period = series.Tags.FirstOrDefault(tag => tag.Key == "period").Value;
        return new MetricModel(
            string.Join('/', path.Append(series.Field)),
            FirstSeriesAlias + (ulong)index,
            series.Labels.Count > 0 ? DataType.String : DataType.Double,
            series.Unit,
            series.Labels,
            IsOfAPeriod: period is not (null or "instant" or "total"));
    }
}

/// <summary>A Sparkplug device.</summary>
/// <param name="Id">Its level in the topics.</param>
/// <param name="IsPolled">It can stop answering; what is computed cannot.</param>
/// <param name="Metrics">All that it will ever report.</param>
internal sealed record DeviceModel(string Id, bool IsPolled, IReadOnlyList<MetricModel> Metrics)
{
    /// <summary>A host that knows the birth of the one knows that of the other.</summary>
    public bool IsBornAs(DeviceModel other) =>
        IsPolled == other.IsPolled && Metrics.Count == other.Metrics.Count
        && Metrics.Zip(other.Metrics).All(pair => pair.First.IsBornAs(pair.Second));
}

/// <summary>A metric of a device.</summary>
/// <param name="Name">Unique within the device.</param>
/// <param name="Alias">Unique within the node.</param>
/// <param name="Type">String for a coded value, else Double.</param>
/// <param name="Unit">As the field prints it; empty for a pure number.</param>
/// <param name="Labels">For a coded value: what each code from 0 on means.</param>
/// <param name="IsOfAPeriod">Each value is one closed minute's or hour's, so that the same number twice is news.</param>
internal sealed record MetricModel(
    string Name, ulong Alias, DataType Type, string Unit, IReadOnlyList<string> Labels, bool IsOfAPeriod)
{
    /// <summary>The same in every part.</summary>
    public bool IsBornAs(MetricModel other) => Labels.SequenceEqual(other.Labels) && this with { Labels = other.Labels } == other;
}
