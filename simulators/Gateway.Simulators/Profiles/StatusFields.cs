using Gateway.Yaml;

namespace Gateway.Simulators.Profiles;

/// <summary>Reads what the flags and states of a status word mean for quality: <c>bits</c>, <c>codes</c>, <c>code_field</c>.</summary>
internal sealed class StatusFields
{
    private const string OtherCodes = "other";

    private static readonly Dictionary<string, InterruptionKind> Kinds = new(StringComparer.Ordinal)
    {
        ["calibration"] = InterruptionKind.Calibration,
        ["maintenance"] = InterruptionKind.Maintenance,
        ["fault"] = InterruptionKind.Fault,
    };

    private readonly Dictionary<InterruptionKind, BitPattern> interrupted = [];

    public StatusFields(YamlMap point, RegisterType type)
    {
        if (point.MapOrNull("bits") is { } bits)
        {
            ReadBits(bits);
        }

        if (point.MapOrNull("codes") is { } codes)
        {
            var (low, high) = point.TextOrNull("code_field") is { } field ? PointFields.Range(field) : (0, (16 * type.Size) - 1);
            ReadCodes(codes, low, (ulong.MaxValue >> (63 - high + low)) << low);
        }
    }

    /// <summary>What the word shows while nothing is wrong.</summary>
    public BitPattern Sound { get; private set; }

    /// <summary>What it shows while the device does not measure.</summary>
    public IReadOnlyDictionary<InterruptionKind, BitPattern> Interrupted => interrupted;

    private void ReadBits(YamlMap bits)
    {
        foreach (var (key, meaning) in bits.Entries())
        {
            if (meaning.TextOrNull("quality") is not { } quality)
            {
                continue;
            }

            var bit = 1UL << (int)PointFields.Whole(key);
            var speaksWhenClear = meaning.TextOrNull("when") == "clear";
            Sound = Sound.With(new BitPattern(bit, speaksWhenClear ? bit : 0));
            if (Kinds.TryGetValue(quality, out var kind))
            {
                interrupted.TryAdd(kind, new BitPattern(bit, speaksWhenClear ? 0 : bit));
            }
        }
    }

    private void ReadCodes(YamlMap codes, int low, ulong mask)
    {
        var named = codes.Keys.Where(key => key != OtherCodes).Select(PointFields.Whole).ToHashSet();
        var unnamed = (ulong)Enumerable.Range(0, named.Count + 1).First(number => !named.Contains((ulong)number));
        var read = codes.Entries()
            .Select(entry => (
                Number: entry.Key == OtherCodes ? unnamed : PointFields.Whole(entry.Key),
                Quality: entry.Value.TextOrNull("quality")))
            .ToList();
        var harmless = read.Where(code => code.Quality is null).Select(code => (ulong?)code.Number).FirstOrDefault();
        Sound = Sound.With(new BitPattern(mask, (harmless ?? unnamed) << low));
        foreach (var (number, quality) in read)
        {
            if (quality is not null && Kinds.TryGetValue(quality, out var kind))
            {
                interrupted.TryAdd(kind, new BitPattern(mask, number << low));
            }
        }
    }
}
