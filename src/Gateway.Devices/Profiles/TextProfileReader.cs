using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>Reads <c>texts:</c>, what a device says of itself.</summary>
internal static class TextProfileReader
{
    private const int MaxTexts = 50;
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(30);

    private static readonly Dictionary<string, PointType?> Types = new()
    {
        ["string"] = null,
        ["uint16"] = PointType.U16,
        ["uint32"] = PointType.U32,
        ["uint64"] = PointType.U64,
        ["bcd16"] = PointType.Bcd16,
        ["bcd32"] = PointType.Bcd32,
        ["bcd64"] = PointType.Bcd64,
    };

    private static readonly Dictionary<string, ModbusTable> Tables = new()
    {
        ["holding"] = ModbusTable.HoldingRegister,
        ["input"] = ModbusTable.InputRegister,
    };

    public static IReadOnlyList<TextProfile> Read(YamlMap root, PointDefaults defaults, ReadLimits limits)
    {
        if (root.MapOrNull("texts") is not { } map)
        {
            return [];
        }

        var entries = map.Entries();
        if (entries.Count > MaxTexts)
        {
            root.Fault("texts", $"a profile has at most {MaxTexts} texts, but this one {entries.Count}");
        }

        return [.. entries.Select(entry => Read(entry.Key, entry.Value, defaults, limits))];
    }

    private static TextProfile Read(string name, YamlMap map, PointDefaults defaults, ReadLimits limits)
    {
        var type = map.Choice("type", Types, null);
        var text = new TextProfile
        {
            Name = name,
            Table = map.Choice("table", Tables, defaults.Table),
            Address = (ushort)map.Integer("address", 0, ushort.MaxValue),
            Type = type,
            Size = type is { } number ? number.Size : map.Integer("length", 1, limits.MaxRegisters),
            Order = map.Choice("byte_order", ByteOrders.ByName, type is null ? ByteOrder.Abcd : defaults.Order),
            Interval = map.Duration("interval", ShortestInterval, LongestInterval, TextProfile.DefaultInterval),
            Note = map.Text("note", ""),
        };
        Check(text, map, limits);
        return text;
    }

    private static void Check(TextProfile text, YamlMap map, ReadLimits limits)
    {
        var last = text.Address + text.Size - 1;
        if (last > ushort.MaxValue)
        {
            map.Fault("address", $"'{text.Name}' ends at {last}, beyond the last address {ushort.MaxValue}");
        }

        if (text.Address % limits.Alignment != 0 || text.Size % limits.Alignment != 0)
        {
            map.Fault("address", $"'{text.Name}' does not begin and end at a multiple of {limits.Alignment}, as alignment asks");
        }

        if (!limits.AllowsOneRead(text.Address, last))
        {
            map.Fault("address", $"'{text.Name}' lies in a hole or across a split");
        }

        if (text.Table is ModbusTable.Coil or ModbusTable.DiscreteInput)
        {
            map.Fault("table", $"'{text.Name}' needs registers: choose holding or input");
        }

        if (text.Type is null && text.Order is not (ByteOrder.Abcd or ByteOrder.Badc))
        {
            map.Fault("byte_order", "characters follow the registers' order: ABCD for the high byte first in each, BADC for the low byte");
        }
    }
}
