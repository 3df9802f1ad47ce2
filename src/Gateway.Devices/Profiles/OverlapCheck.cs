using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>Finds points that share registers although they are separate values: mostly a mistyped address or type.</summary>
internal static class OverlapCheck
{
    /// <summary>
    /// Each point that begins within another becomes a fault at its address, unless it says <c>overlaps: true</c> or takes other bits of
    /// the same registers.
    /// </summary>
    public static void Report(IEnumerable<(PointProfile Point, YamlMap Map)> points)
    {
        var reach = new Dictionary<ModbusTable, PointProfile>();
        var ordered = points
            .OrderBy(entry => entry.Point.Address)
            .ThenByDescending(entry => entry.Point.LastAddress)
            .ThenBy(entry => entry.Point.Bits?.Low ?? -1)
            .ThenBy(entry => entry.Point.Bits?.High);
        foreach (var (point, map) in ordered)
        {
            if (!reach.TryGetValue(point.Table, out var before) || before.LastAddress < point.Address)
            {
                reach[point.Table] = point;
                continue;
            }

            if (!point.Overlaps && !IsOtherPart(point, before))
            {
                map.Fault("address", $"'{point.Name}' takes registers of '{before.Name}', which ends at {before.LastAddress}: "
                    + "correct an address or a type, or write overlaps: true when they are meant to share them");
            }

            reach[point.Table] = point.LastAddress >= before.LastAddress ? point : before;
        }
    }

    private static bool IsOtherPart(PointProfile point, PointProfile before) =>
        (point.Address, point.Size) == (before.Address, before.Size) && point.Bits is not null && point.Bits != before.Bits;
}
