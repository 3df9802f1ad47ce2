using Gateway.Modbus;

namespace Gateway.Simulators.Profiles;

/// <summary>One table of a device: what stands in it, and what can be read of it.</summary>
internal sealed class ProfileTable
{
    private readonly SimulatedProfile profile;
    private readonly (int First, int End)[] mapped;

    public ProfileTable(SimulatedProfile profile, ModbusTable table)
    {
        this.profile = profile;
        Table = table;
        var points = profile.Points.Where(point => point.Table == table).ToArray();
        Writers = WritersOf(points);
        Texts = [.. profile.Texts.Where(text => text.Table == table)];
        mapped = [.. points.Select(point => (point.Address, point.End)).Concat(Texts.Select(text => (text.Address, text.End))).Order()];
    }

    public ModbusTable Table { get; }

    public bool IsEmpty => mapped.Length == 0;

    /// <summary>Most registers or bits in one read.</summary>
    public int MaxCount => Table is ModbusTable.Coil or ModbusTable.DiscreteInput ? profile.MaxBits : profile.MaxRegisters;

    /// <summary>The points whose values make the registers; others that share theirs show what these make.</summary>
    public IReadOnlyList<SimulatedPoint> Writers { get; }

    public IReadOnlyList<SimulatedText> Texts { get; }

    /// <summary>True when every address is mapped or lies in a gap that can be read through.</summary>
    public bool CanRead(int first, int end)
    {
        if (first % profile.Alignment != 0 || (end - first) % profile.Alignment != 0
            || profile.Holes.Any(hole => hole.First < end && hole.Last >= first)
            || profile.Splits.Any(split => split > first && split < end))
        {
            return false;
        }

        var reached = first;
        foreach (var (begin, behind) in mapped.Where(range => range.End > first))
        {
            if (begin > reached && !IsReadableGap(begin))
            {
                return false;
            }

            reached = Math.Max(reached, behind);
            if (reached >= end)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A gap is one between two mapped points: before the first and behind the last nothing can be read.</summary>
    private bool IsReadableGap(int end) =>
        mapped.Where(range => range.End <= end).Select(range => range.End).DefaultIfEmpty(int.MinValue / 2).Max() >= end - profile.Gap;

    /// <summary>Whole values first; a field of bits writes where no whole value does, beside other fields.</summary>
    private static List<SimulatedPoint> WritersOf(SimulatedPoint[] points)
    {
        List<SimulatedPoint> writers = [];
        foreach (var point in points.OrderBy(point => point.Field is null ? 0 : 1))
        {
            if (writers.All(writer => !Clash(writer, point)))
            {
                writers.Add(point);
            }
        }

        return writers;
    }

    private static bool Clash(SimulatedPoint one, SimulatedPoint other) =>
        one.Address < other.End && other.Address < one.End
        && !(one.Field is var (low, high) && other.Field is var (otherLow, otherHigh)
            && one.Place == other.Place && one.Order == other.Order && (high < otherLow || otherHigh < low));
}
