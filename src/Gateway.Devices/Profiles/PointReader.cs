using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>What holds for every point that does not say otherwise.</summary>
internal readonly record struct PointDefaults(ModbusTable Table, ByteOrder Order);

/// <summary>Reads the points of one profile.</summary>
internal sealed class PointReader(YamlMap points, PointDefaults defaults, ReadLimits limits, bool isTemplate)
{
    private const double LargestFactor = 1e12;
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);

    private static readonly Dictionary<string, string> Units = UnitToken.ByUnit.Keys.ToDictionary(unit => unit);

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
        if (hasAddress)
        {
            CheckPlace(point, map);
        }

        CheckValue(point, map);
        return point;
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

    private void CheckPlace(PointProfile point, YamlMap map)
    {
        if (point.LastAddress > ushort.MaxValue)
        {
            map.Fault("address", $"'{point.Name}' ends at {point.LastAddress}, beyond the last address {ushort.MaxValue}");
        }

        if (point.Size > limits.MaxCount(point.Table))
        {
            map.Fault("type", $"'{point.Name}' takes {point.Size} registers, more than max_registers allows in one read");
        }

        if (point.Address % limits.Alignment != 0 || point.Size % limits.Alignment != 0)
        {
            map.Fault("address", $"'{point.Name}' does not begin and end at a multiple of {limits.Alignment}, as alignment asks");
        }

        if (!limits.AllowsOneRead(point.Address, point.LastAddress))
        {
            map.Fault("address", $"'{point.Name}' lies in a hole or across a split");
        }
    }

    private static void CheckValue(PointProfile point, YamlMap map)
    {
        if ((point.Type == PointType.Bool) != (point.Table is ModbusTable.Coil or ModbusTable.DiscreteInput))
        {
            map.Fault("type", "bool belongs to the tables coil and discrete, every other type to holding and input");
        }

        if (point.Scale == 0)
        {
            map.Fault("scale", "a scale of 0 would make every value 0");
        }

        var isAsSent = point is { Scale: 1, Offset: 0, ScaleFrom: null, Type: not (PointType.F32 or PointType.F64) };
        if (point.Meanings.Count > 0 && !isAsSent)
        {
            map.Fault("values", "a coded value is a whole number as it is sent: without scale, offset and scale_from, and no float");
        }

        if (point.Min > point.Max)
        {
            map.Fault("min", "min is above max");
        }

        if (point.Status is { Bits.Count: > 0 } && point.Type is not (PointType.Bits16 or PointType.Bits32 or PointType.Bool))
        {
            map.Fault("bits", "a status word with bits has the type bits16, bits32 or bool");
        }

        if (point.Status?.Codes is not null && point.Type is not (PointType.Bits16 or PointType.Bits32 or PointType.U16 or PointType.U32))
        {
            map.Fault("codes", "a status word with codes has the type bits16, bits32, uint16 or uint32");
        }

        if (point.Status is { Bits.Count: > 0 } && point.Bits is not null)
        {
            map.Fault("bits", "a status word with bits has all of them: leave out bit and bit_field");
        }

        if (point.Status is not null && point.Interval is not null)
        {
            map.Fault("interval", "a status word has no interval, because it is read in every poll");
        }
    }
}
