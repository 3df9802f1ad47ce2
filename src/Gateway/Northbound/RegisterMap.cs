using Gateway.Core;

namespace Gateway.Northbound;

/// <summary>
/// Which registers hold which series. An address, once given, is that series' for good: later series go behind the last one, and the
/// addresses of a series that is configured no more stay empty, so that nothing in the SCADA has to move.
/// </summary>
internal sealed class RegisterMap
{
    /// <summary>Where the series begin; below stand the gateway's own registers.</summary>
    public const int FirstAddress = 100;

    private const int EndOfAddresses = 65536;

    private RegisterMap(IReadOnlyList<RegisterMapEntry> entries, int added, IReadOnlyList<string> left) =>
        (Entries, Added, Left) = (entries, added, left);

    /// <summary>One a series, by rising address without a gap.</summary>
    public IReadOnlyList<RegisterMapEntry> Entries { get; }

    /// <summary>How many of them are new.</summary>
    public int Added { get; }

    /// <summary>Series for which no address is left.</summary>
    public IReadOnlyList<string> Left { get; }

    /// <summary>Continues a map with the series of a catalog.</summary>
    /// <param name="known">The map so far, by rising address.</param>
    /// <param name="catalog">The series of today.</param>
    public static RegisterMap Continue(IReadOnlyList<RegisterMapEntry> known, Catalog catalog)
    {
        var entries = known.ToList();
        var keys = known.Select(entry => entry.Series).ToHashSet(StringComparer.Ordinal);
        var left = new List<string>();
        var next = known.Count == 0 ? FirstAddress : known[^1].End;
        foreach (var series in catalog.Where(series => !keys.Contains(series.Key)))
        {
            var entry = new RegisterMapEntry(next, RegisterMapEntry.IsTotal(series.Unit), series.Key, series.Unit);
            if (entry.End > EndOfAddresses)
            {
                left.Add(series.Key);
                continue;
            }

            entries.Add(entry);
            next = entry.End;
        }

        return new RegisterMap(entries, entries.Count - known.Count, left);
    }
}

/// <summary>The registers of one series.</summary>
/// <param name="Address">The first, zero-based.</param>
/// <param name="IsWide">True for a 64-bit float, false for a 32-bit one.</param>
/// <param name="Series">The series' unique name, e.g. <c>meter,device=fan-meter active_power_kw</c>.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record RegisterMapEntry(int Address, bool IsWide, string Series, string Unit)
{
    // Seven digits of a 32-bit float would let a counter of 12,345,678 kWh step by whole units.
    private static readonly HashSet<string> UnitsOfTotals =
        new(["Wh", "kWh", "MWh", "GWh", "varh", "kvarh", "kVAh", "g", "kg", "t", "m3"], StringComparer.Ordinal);

    /// <summary>Registers of the value.</summary>
    public int ValueLength => IsWide ? 4 : 2;

    /// <summary>The quality's register.</summary>
    public int QualityAddress => Address + ValueLength;

    /// <summary>The age's register.</summary>
    public int AgeAddress => QualityAddress + 1;

    /// <summary>The first address behind it.</summary>
    public int End => AgeAddress + 1;

    /// <summary>Energies, masses and volumes are counted up over years.</summary>
    public static bool IsTotal(string unit) => UnitsOfTotals.Contains(unit);
}
