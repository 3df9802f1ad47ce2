using Gateway.Core;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>A point of a configured device, written <c>device.field</c>, e.g. <c>fan-meter.active_power_kw</c>.</summary>
/// <param name="SeriesKey">The key of the point's series in the catalog.</param>
/// <param name="Unit">The point's unit.</param>
/// <param name="Interval">How often the point is polled.</param>
/// <param name="Device">The device it belongs to.</param>
internal sealed record PointReference(string SeriesKey, string Unit, TimeSpan Interval, DeviceOptions Device);

/// <summary>The points that the configured devices offer; resolves what retrofits and stacks refer to.</summary>
internal sealed class PointDirectory
{
    private const int FieldsShown = 12;
    private readonly Dictionary<string, PointReference> points = new(StringComparer.Ordinal);
    private readonly HashSet<string> devices = new(StringComparer.Ordinal);
    private readonly HashSet<string> leftOut = new(StringComparer.Ordinal);
    private readonly HashSet<string> unknown = new(StringComparer.Ordinal);

    public PointDirectory(IEnumerable<DeviceOptions> all)
    {
        foreach (var device in all.DistinctBy(device => device.Name))
        {
            devices.Add(device.Name);
            if (device.Profile.Points.Count == 0)
            {
                unknown.Add(device.Name);
            }

            leftOut.UnionWith(device.Profile.LeftOut.Select(point => $"{device.Name}.{point.Field}"));

            foreach (var point in device.Profile.Points)
            {
                var series = new Series(device.Profile.Measurement, [new("device", device.Name)], point.Field, point.Unit);
                var interval = point.Interval ?? device.Interval;
                points.TryAdd($"{device.Name}.{point.Field}", new PointReference(series.Key, point.Unit, interval, device));
            }
        }
    }

    /// <summary>The point that a key names; a fault with what is near, and null, when there is none or it has another unit.</summary>
    public PointReference? Point(YamlMap map, string key, params ReadOnlySpan<string> units)
    {
        var name = map.Text(key);
        if (!points.TryGetValue(name, out var point))
        {
            // Of a device without a profile one fault is enough.
            if (name.Length > 0 && !unknown.Contains(name.Split('.')[0]))
            {
                map.Fault(key, Explain(name));
            }

            return null;
        }

        foreach (var unit in units)
        {
            if (UnitConversion.Factor(point.Unit, unit) is not null)
            {
                return point;
            }
        }

        var found = point.Unit.Length > 0 ? point.Unit : "a pure number";
        map.Fault(key, $"'{name}' is in {found}, but '{key}' is in {string.Join(" or ", units)}");
        return null;
    }

    public PointReference? PointOrNull(YamlMap map, string key, string unit) => map.Has(key) ? Point(map, key, unit) : null;

    private string Explain(string name)
    {
        var device = name.Split('.')[0];
        if (!devices.Contains(device))
        {
            return $"no device is called '{device}': write device.field{Spelling.DidYouMean(device, devices)}";
        }

        if (leftOut.Contains(name))
        {
            return $"'{name}' is not polled: the entry of '{device}' leaves it out by 'only' or 'skip'";
        }

        var fields = points.Keys.Where(point => point.StartsWith(device + ".", StringComparison.Ordinal)).ToList();
        var meant = Spelling.DidYouMean(name, fields);
        return $"'{device}' has no such field{(meant.Length > 0 ? meant : $"; it has: {Shown(fields, device)}")}";
    }

    private static string Shown(List<string> fields, string device) =>
        string.Join(", ", fields.Take(FieldsShown).Select(field => field[(device.Length + 1)..]))
        + (fields.Count > FieldsShown ? $" and {fields.Count - FieldsShown} more, see its profile" : string.Empty);
}
