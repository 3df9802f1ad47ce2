using System.Globalization;
using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Simulators.Profiles;

/// <summary>Reads the points and texts of a profile.</summary>
internal sealed class PointFields
{
    private const double LargestFactor = 1e12;

    // What a scale register holds: a tenth as a power of ten, or twice.
    private const double Exponent = -1;
    private const double Multiplier = 2;

    private static readonly Dictionary<string, ModbusTable> Tables = new(StringComparer.Ordinal)
    {
        ["holding"] = ModbusTable.HoldingRegister,
        ["input"] = ModbusTable.InputRegister,
        ["coil"] = ModbusTable.Coil,
        ["discrete"] = ModbusTable.DiscreteInput,
    };

    private static readonly Dictionary<string, string> Orders =
        new[] { "ABCD", "CDAB", "BADC", "DCBA" }.ToDictionary(order => order, StringComparer.Ordinal);

    private static readonly Dictionary<string, RegisterType?> TextTypes = RegisterType.ByName
        .ToDictionary(type => type.Key, type => (RegisterType?)type.Value, StringComparer.Ordinal);

    private readonly YamlMap root;
    private readonly ModbusTable table;
    private readonly string order;

    public PointFields(YamlMap root)
    {
        this.root = root;
        table = root.Choice("table", Tables, ModbusTable.HoldingRegister);
        order = root.Choice("byte_order", Orders, "ABCD");
    }

    public IReadOnlyList<SimulatedPoint> Points()
    {
        var map = root.Map("points");
        var points = map.Entries().Select(entry => Point(entry.Key, entry.Value)).ToArray();
        foreach (var (name, point) in map.Entries().Where(entry => entry.Value.Has("scale_from")))
        {
            var source = Array.FindIndex(points, candidate => candidate.Name == point.Text("scale_from"));
            var dependent = Array.FindIndex(points, candidate => candidate.Name == name);
            if (source < 0)
            {
                point.Fault("scale_from", $"'{point.Text("scale_from")}' is no point of this profile");
                continue;
            }

            var isMultiplier = point.TextOrNull("scale_mode") == "multiplier";
            var shown = points[source].SmallestRaw < 0 ? Exponent : 0;
            points[source] = points[source] with { Fixed = isMultiplier ? Multiplier : shown };
            points[dependent] = points[dependent] with
            {
                Scale = points[dependent].Scale * (isMultiplier ? Multiplier : Math.Pow(10, shown)),
            };
        }

        return points;
    }

    public IReadOnlyList<SimulatedText> Texts() => root.MapOrNull("texts") is not { } texts ? [] : [.. texts.Entries().Select(entry =>
    {
        var type = entry.Value.TextOrNull("type") is null or "string" ? null : entry.Value.Choice("type", TextTypes);
        return new SimulatedText(
            entry.Key,
            entry.Value.Choice("table", Tables, table),
            entry.Value.Integer("address", 0, ushort.MaxValue),
            type?.Size ?? entry.Value.Integer("length", 1, ReadRequest.MaxRegisters),
            type,
            entry.Value.Choice("byte_order", Orders, type is null ? "ABCD" : order));
    })];

    private SimulatedPoint Point(string name, YamlMap map)
    {
        var type = map.Choice("type", RegisterType.ByName);
        var status = new StatusFields(map, type);
        return new SimulatedPoint
        {
            Name = name,
            Table = map.Choice("table", Tables, table),
            Address = map.Integer("address", 0, ushort.MaxValue),
            Type = type,
            Order = map.Choice("byte_order", Orders, order),
            Scale = map.Number("scale", -LargestFactor, LargestFactor, 1),
            Offset = map.Number("offset", -LargestFactor, LargestFactor, 0),
            Unit = map.TextOrNull("unit") ?? string.Empty,
            Min = map.NumberOrNull("min"),
            Max = map.NumberOrNull("max"),
            Field = map.Has("bit") ? Single(map.Integer("bit", 0, 63)) : map.Has("bit_field") ? Range(map.Text("bit_field")) : null,
            Codes = map.MapOrNull("values") is { } values ? [.. values.Keys.Select(key => (long)Whole(key))] : [],
            NotAvailable = [.. map.Texts("not_available").Select(Whole)],
            Sound = status.Sound,
            Interrupted = status.Interrupted,
        };

        static (int, int) Single(int bit) => (bit, bit);
    }

    /// <summary>A range of bits or addresses, e.g. 4-7.</summary>
    internal static (int Low, int High) Range(string text)
    {
        var ends = text.Split('-');
        return int.TryParse(ends[0], CultureInfo.InvariantCulture, out var low)
            && int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var high)
            ? (low, high)
            : (0, 0);
    }

    /// <summary>A whole number, decimal or in hexadecimal; 0 for what is none, which the product's reader tells of.</summary>
    internal static ulong Whole(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? bits : 0;
        }

        var isNumber = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        return isNumber ? unchecked((ulong)number) : 0;
    }
}
