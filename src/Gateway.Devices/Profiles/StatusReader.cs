using System.Globalization;
using Gateway.Core;
using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>Reads the keys of a point that say what its flags and states mean for others: bits, codes, code_field, applies_to.</summary>
internal sealed class StatusReader(YamlMap points)
{
    private const string OtherCodes = "other";
    private static readonly Dictionary<string, bool> WhenClear = new() { ["set"] = false, ["clear"] = true };

    /// <summary>The meaning of a status word; null for a point that is none.</summary>
    public StatusMeaning? Read(string name, PointType type, YamlMap map)
    {
        var bits = map.MapOrNull("bits");
        var codes = map.MapOrNull("codes");
        return bits is null && codes is null
            ? null
            : new StatusMeaning(bits is null ? [] : ReadBits(bits, type), ReadAppliesTo(name, map))
            {
                Codes = codes is null ? null : ReadCodes(codes, map),
            };
    }

    private static List<StatusBit> ReadBits(YamlMap bits, PointType type) =>
        [.. bits.Entries().Select(entry => ReadBit(bits, entry.Key, entry.Value, type))];

    private static StatusBit ReadBit(YamlMap bits, string key, YamlMap meaning, PointType type)
    {
        var highest = type switch { PointType.Bool => 0, PointType.Bits32 => 31, _ => 15 };
        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var bit) || bit > highest)
        {
            bits.Fault(key, $"'{key}' is no bit: bits are numbered from 0, the lowest, to {highest}");
        }

        return new StatusBit(
            bit,
            meaning.Name("name"),
            meaning.Choice<Quality?>("quality", StatusMeaning.QualityByName, null),
            meaning.Choice("when", WhenClear, false));
    }

    private static StatusCodes ReadCodes(YamlMap codes, YamlMap map)
    {
        var byNumber = new Dictionary<ulong, StatusCode>();
        StatusCode? other = null;
        foreach (var (key, meaning) in codes.Entries())
        {
            var code = new StatusCode(meaning.Name("name"), meaning.Choice<Quality?>("quality", StatusMeaning.QualityByName, null));
            if (key == OtherCodes)
            {
                other = code;
            }
            else if (!TryNumber(key, out var number))
            {
                codes.Fault(key, $"'{key}' is no code: write the number as 60 or 0x3C, or '{OtherCodes}' for all that are not named");
            }
            else if (!byNumber.TryAdd(number, code))
            {
                codes.Fault(key, $"{number} has a meaning already: remove one");
            }
        }

        return new StatusCodes(map.Has("code_field") ? ReadField(map) : BitRange.All, byNumber, other);
    }

    private static BitRange ReadField(YamlMap map)
    {
        var text = map.Text("code_field");
        var ends = text.Split('-');
        if (ends.Length == 2 && TryBit(ends[0], out var low) && TryBit(ends[1], out var high) && low <= high)
        {
            return new BitRange(low, high);
        }

        map.Fault("code_field", $"'{text}' is no range of bits: write the lowest and the highest, e.g. 16-23; 0 is the lowest of the word");
        return BitRange.All;
    }

    private static bool TryBit(string text, out int bit) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bit) && bit < 32;

    private static bool TryNumber(string text, out ulong number) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private string[] ReadAppliesTo(string name, YamlMap map)
    {
        var others = points.Keys.Where(other => other != name).ToArray();
        var named = map.Texts("applies_to");
        foreach (var unknown in named.Except(others))
        {
            map.Fault("applies_to", $"'{unknown}' is no other point of this profile{Spelling.DidYouMean(unknown, others)}");
        }

        return named.Count > 0 ? [.. named] : others;
    }
}
