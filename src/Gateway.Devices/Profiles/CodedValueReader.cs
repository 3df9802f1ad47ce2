using System.Globalization;
using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>Reads the keys of a point that say which bits of its registers count and what their numbers mean.</summary>
internal static class CodedValueReader
{
    private const int BitsPerRegister = 16;

    /// <summary>The bits that <c>bit</c> or <c>bit_field</c> names; null without either.</summary>
    public static BitRange? ReadBits(YamlMap map, PointType type)
    {
        if (!map.Has("bit") && !map.Has("bit_field"))
        {
            return null;
        }

        var key = map.Has("bit") ? "bit" : "bit_field";
        var range = key == "bit" ? ReadBit(map) : ReadField(map);
        if (map.Has("bit") && map.Has("bit_field"))
        {
            map.Fault("bit_field", "give bit for one bit or bit_field for several, not both");
        }
        else if (!type.HasBits)
        {
            map.Fault(key, "only uint16, uint32, uint64, bits16 and bits32 have bits to choose from");
        }
        else if (range.High >= type.Size * BitsPerRegister)
        {
            var highest = (type.Size * BitsPerRegister) - 1;
            map.Fault(key, $"this type has no bit {range.High}: its bits are numbered 0 to {highest}, 0 being the lowest");
        }

        return range;
    }

    /// <summary>What each number means, as <c>values</c> has it; empty without it.</summary>
    public static IReadOnlyDictionary<long, string> ReadMeanings(YamlMap map)
    {
        var meanings = new SortedDictionary<long, string>();
        if (map.MapOrNull("values") is not { } values)
        {
            return meanings;
        }

        foreach (var key in values.Keys.ToArray())
        {
            var meaning = values.Text(key);
            if (!TryParse(key, out var number))
            {
                values.Fault(key, $"'{key}' is no whole number: write what the device sends and its meaning, e.g. 3: running");
            }
            else if (!meanings.TryAdd(number, meaning))
            {
                values.Fault(key, $"{number} has a meaning already: remove one");
            }
        }

        return meanings;
    }

    /// <summary>A raw pattern in hexadecimal.</summary>
    public static ulong ReadPattern(YamlMap map, string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var pattern))
        {
            return pattern;
        }

        map.Fault("not_available", $"'{text}' is no raw pattern: write it in hexadecimal, e.g. 0x7FFF");
        return 0;
    }

    private static BitRange ReadBit(YamlMap map)
    {
        var bit = map.Integer("bit", 0, 63);
        return new BitRange(bit, bit);
    }

    private static BitRange ReadField(YamlMap map)
    {
        var text = map.Text("bit_field");
        var ends = text.Split('-');
        if (ends.Length == 2 && TryBit(ends[0], out var low) && TryBit(ends[1], out var high) && low <= high)
        {
            return new BitRange(low, high);
        }

        map.Fault("bit_field", $"'{text}' is no range of bits: write the lowest and the highest, e.g. 4-7; 0 is the lowest of the value");
        return new BitRange(0, 0);
    }

    private static bool TryBit(string text, out int bit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bit) && bit < 64;

    private static bool TryParse(string text, out long number) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
