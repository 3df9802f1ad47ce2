using Gateway.Modbus;
using Gateway.Simulators.Faults;
using Gateway.Simulators.Physics;
using Gateway.Simulators.Registers;

namespace Gateway.Simulators.Profiles;

/// <summary>A device as its profile describes it: its map, what it refuses, and a moving value at each point.</summary>
internal sealed class ProfileDevice
{
    private readonly SimulatedProfile profile;
    private readonly InterruptionPlan interruptions;
    private readonly Dictionary<string, PointMotion> motions;
    private readonly Dictionary<ModbusTable, SimulatedPoint[]> byTable;

    /// <summary>A device that was switched on at an instant.</summary>
    /// <param name="seed">Of its values.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="interruptions">When it does not measure.</param>
    /// <param name="startS">When it was switched on, seconds since 1970-01-01 UTC.</param>
    public ProfileDevice(ulong seed, SimulatedProfile profile, InterruptionPlan interruptions, double startS)
    {
        this.profile = profile;
        this.interruptions = interruptions;
        var own = Seeded.For(seed, profile.Name);
        motions = profile.Points.ToDictionary(point => point.Name, point => new PointMotion(own, point, startS), StringComparer.Ordinal);
        byTable = profile.Points.GroupBy(point => point.Table)
            .ToDictionary(group => group.Key, group => group.OrderBy(point => point.Address).ToArray());
    }

    /// <summary>What a point shows at an instant, in its unit: the truth that a reader is to find.</summary>
    /// <param name="point">The point's name.</param>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public double TruthAt(string point, double timeS)
    {
        var found = profile.Points.Single(candidate => candidate.Name == point);
        return RegisterCode.Value(found, RegisterCode.Bits(found, ValueAt(found, timeS, null)));
    }

    /// <summary>Answers a read.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    /// <param name="request">Checked for length.</param>
    /// <param name="destination">Takes the registers or bits.</param>
    /// <param name="change">What faults make of the values; null when they are as measured.</param>
    public ModbusExceptionCode Read(double timeS, ReadRequest request, Span<byte> destination, ValueChange? change)
    {
        if (!byTable.TryGetValue(request.Table, out var points))
        {
            return ModbusExceptionCode.IllegalFunction;
        }

        var isBits = request.Table is ModbusTable.Coil or ModbusTable.DiscreteInput;
        if (request.Count > (isBits ? profile.MaxBits : profile.MaxRegisters))
        {
            return ModbusExceptionCode.IllegalDataValue;
        }

        if (!CanRead(points, request.Address, request.Address + request.Count))
        {
            return ModbusExceptionCode.IllegalDataAddress;
        }

        destination.Clear();
        Span<byte> registers = stackalloc byte[8];
        foreach (var point in points.Where(point => point.Address < request.Address + request.Count && point.End > request.Address))
        {
            var bits = RegisterCode.Bits(point, ValueAt(point, timeS, change));
            if (isBits)
            {
                var bit = point.Address - request.Address;
                destination[bit / 8] |= (byte)((int)bits << (bit % 8));
                continue;
            }

            RegisterCode.Write(point, bits, registers);
            for (var address = Math.Max(point.Address, request.Address); address < Math.Min(point.End, request.Address + request.Count); address++)
            {
                registers.Slice(2 * (address - point.Address), 2).CopyTo(destination[(2 * (address - request.Address))..]);
            }
        }

        return ModbusExceptionCode.None;
    }

    private double ValueAt(SimulatedPoint point, double timeS, ValueChange? change)
    {
        var stopped = interruptions.At(timeS);
        var value = motions[point.Name].At(stopped is (InterruptionKind.Maintenance, var beginS) ? beginS : timeS);
        if (stopped is var (kind, _) && point.InterruptionBits.TryGetValue(kind, out var bit))
        {
            var speaks = 1UL << bit;
            return (point.SpeakWhenClear & speaks) == 0 ? (ulong)value | speaks : (ulong)value & ~speaks;
        }

        return change is null ? value : change(point.Address, value);
    }

    /// <summary>True when every address is mapped or lies in a gap that can be read through.</summary>
    private bool CanRead(SimulatedPoint[] points, int first, int end)
    {
        if (first % profile.Alignment != 0 || (end - first) % profile.Alignment != 0
            || profile.Holes.Any(hole => hole.First < end && hole.Last >= first)
            || profile.Splits.Any(split => split > first && split < end))
        {
            return false;
        }

        var reached = first;
        foreach (var point in points)
        {
            if (point.End <= reached)
            {
                continue;
            }

            if (point.Address > reached && !IsReadableGap(points, point.Address))
            {
                return false;
            }

            reached = point.End;
            if (reached >= end)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A gap is one between two mapped points: before the first and behind the last nothing can be read.</summary>
    private bool IsReadableGap(SimulatedPoint[] points, int end) =>
        points.Where(point => point.End <= end).Select(point => point.End).DefaultIfEmpty(int.MinValue / 2).Max() >= end - profile.Gap;
}
