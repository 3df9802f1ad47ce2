using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>What holds for every point that does not say otherwise.</summary>
internal readonly record struct PointDefaults(ModbusTable Table, ByteOrder Order);

/// <summary>Reads the points of one profile.</summary>
internal sealed class PointReader(YamlMap points, PointDefaults defaults, ReadLimits limits, bool isTemplate)
{
    public const double LargestFactor = 1e12;
    public static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    public static readonly Dictionary<string, string> Units = UnitToken.ByUnit.Keys.ToDictionary(unit => unit);

    private readonly StatusReader statuses = new(points);
    private readonly Dictionary<string, string> nameByField = new(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, ModbusTable> Tables { get; } = new Dictionary<string, ModbusTable>
    {
        ["coil"] = ModbusTable.Coil,
        ["discrete"] = ModbusTable.DiscreteInput,
        ["holding"] = ModbusTable.HoldingRegister,
        ["input"] = ModbusTable.InputRegister,
    };

    public PointProfile Read(string name, YamlMap map)
    {
        var hasAddress = !isTemplate || map.Has("address");
        var unit = map.Choice("unit", Units, "");
        var type = map.Choice("type", PointTypes.ByName);
        var point = new PointProfile
        {
            Name = name,
            Table = map.Choice("table", Tables, defaults.Table),
            HasAddress = hasAddress,
            Address = hasAddress ? (ushort)map.Integer("address", 0, ushort.MaxValue) : (ushort)0,
            Overlaps = map.Flag("overlaps", false),
            Type = type,
            Bits = CodedValueReader.ReadBits(map, type),
            Order = map.Choice("byte_order", ByteOrders.ByName, defaults.Order),
            Scale = map.Number("scale", -LargestFactor, LargestFactor, 1),
            Offset = map.Number("offset", -LargestFactor, LargestFactor, 0),
            ScaleFrom = ReadScale(name, map),
            Unit = unit,
            Quantity = map.Choice("quantity", Quantities.Known, Quantities.Default(unit, type)),
            Min = map.NumberOrNull("min"),
            Max = map.NumberOrNull("max"),
            NotAvailable = [.. map.Texts("not_available").Select(text => CodedValueReader.ReadPattern(map, text))],
            Meanings = CodedValueReader.ReadMeanings(map),
            Interval = map.DurationOrNull("interval", ShortestInterval, LongestInterval),
            Status = statuses.Read(name, type, map),
            Note = map.Text("note", ""),
        };
        CheckName(point, map);
        foreach (var (key, message) in (hasAddress ? PointCheck.OfPlace(point, limits) : []).Concat(PointCheck.OfValue(point)))
        {
            if (map.IsSound(key) || !map.Has(key))
            {
                map.Fault(key, message);
            }
        }

        return point with { Screening = PointScreeningReader.Read(map, point, points.Keys) };
    }

    private ScaleSource? ReadScale(string name, YamlMap map)
    {
        var mode = map.Choice("scale_mode", ScaleSource.ModeByName, ScaleMode.Exponent);
        if (map.TextOrNull("scale_from") is not { } source)
        {
            return null;
        }

        var others = points.Keys.Where(other => other != name).ToArray();
        if (!others.Contains(source))
        {
            map.Fault("scale_from", $"'{source}' is no other point of this profile{Spelling.DidYouMean(source, others)}");
        }
        else if (points.Map(source).Has("scale_from"))
        {
            map.Fault("scale_from", $"'{source}' takes its own scale from another point: name one that holds a plain number");
        }

        return new ScaleSource(source, mode);
    }

    private void CheckName(PointProfile point, YamlMap map)
    {
        if (!char.IsAsciiLetterLower(point.Name.FirstOrDefault())
            || !point.Name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_'))
        {
            map.Fault("address", $"'{point.Name}' must be snake_case: lower-case letters, digits and '_', a letter first");
        }

        if (!nameByField.TryAdd(point.Field, point.Name))
        {
            map.Fault("unit", $"'{point.Name}' would be published as {point.Field}, as '{nameByField[point.Field]}' is: rename one");
        }
    }
}
