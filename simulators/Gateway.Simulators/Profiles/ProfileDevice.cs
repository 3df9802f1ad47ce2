using Gateway.Modbus;
using Gateway.Simulators.Faults;
using Gateway.Simulators.Physics;
using Gateway.Simulators.Registers;

namespace Gateway.Simulators.Profiles;

/// <summary>A device as its profile describes it: its map, what it refuses, and a moving value at each point.</summary>
internal sealed class ProfileDevice
{
    private const int LargestPoint = 8;

    private readonly SimulatedProfile profile;
    private readonly InterruptionPlan interruptions;
    private readonly Dictionary<string, PointMotion> motions;
    private readonly Dictionary<ModbusTable, ProfileTable> tables;

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
        tables = Enum.GetValues<ModbusTable>().Select(table => new ProfileTable(profile, table)).Where(table => !table.IsEmpty)
            .ToDictionary(table => table.Table);
    }

    /// <summary>
    /// What a point shows at an instant, in its unit: the truth that a reader is to find. Where points share registers, what the
    /// registers hold decides.
    /// </summary>
    /// <param name="name">The point's name.</param>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public double TruthAt(string name, double timeS)
    {
        var point = profile.Points.Single(candidate => candidate.Name == name);
        if (point.Type.Coding == RegisterCoding.Bool)
        {
            return ValueAt(point, timeS, null);
        }

        Span<byte> registers = stackalloc byte[LargestPoint];
        Fill(tables[point.Table], timeS, new ReadRequest(1, point.Table, (ushort)point.Address, (ushort)point.Type.Size), registers, null);
        return RegisterCode.Value(point, RegisterCode.Read(registers, point.Type.Size, point.Order));
    }

    /// <summary>What a text says.</summary>
    public string TextOf(string name) => profile.Texts.Single(text => text.Name == name).Shown;

    /// <summary>Answers a read.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    /// <param name="request">Checked for length.</param>
    /// <param name="destination">Takes the registers or bits.</param>
    /// <param name="change">What faults make of the values; null when they are as measured.</param>
    public ModbusExceptionCode Read(double timeS, ReadRequest request, Span<byte> destination, ValueChange? change)
    {
        if (!tables.TryGetValue(request.Table, out var table))
        {
            return ModbusExceptionCode.IllegalFunction;
        }

        if (request.Count > table.MaxCount)
        {
            return ModbusExceptionCode.IllegalDataValue;
        }

        if (!table.CanRead(request.Address, request.Address + request.Count))
        {
            return ModbusExceptionCode.IllegalDataAddress;
        }

        Fill(table, timeS, request, destination, change);
        return ModbusExceptionCode.None;
    }

    private void Fill(ProfileTable table, double timeS, ReadRequest request, Span<byte> destination, ValueChange? change)
    {
        destination.Clear();
        Span<byte> registers = stackalloc byte[LargestPoint];
        foreach (var point in table.Writers.Where(point => point.Address < request.Address + request.Count && point.End > request.Address))
        {
            var value = ValueAt(point, timeS, change);
            if (point.Type.Coding == RegisterCoding.Bool)
            {
                var bit = point.Address - request.Address;
                destination[bit / 8] |= (byte)((int)value << (bit % 8));
                continue;
            }

            RegisterCode.Write(RegisterCode.Bits(point, value), point.Type.Size, point.Order, registers);
            Merge(registers[..(2 * point.Type.Size)], point.Address, request, destination);
        }

        foreach (var text in table.Texts.Where(text => text.Address < request.Address + request.Count && text.End > request.Address))
        {
            var shown = new byte[2 * text.Size];
            text.Write(shown);
            Merge(shown, text.Address, request, destination);
        }
    }

    // Adds to what is there already, for fields of bits share their registers.
    private static void Merge(ReadOnlySpan<byte> registers, int address, ReadRequest request, Span<byte> destination)
    {
        var shift = 2 * (address - request.Address);
        for (var i = Math.Max(0, -shift); i < registers.Length && i + shift < 2 * request.Count; i++)
        {
            destination[i + shift] |= registers[i];
        }
    }

    private double ValueAt(SimulatedPoint point, double timeS, ValueChange? change)
    {
        var stopped = interruptions.At(timeS);
        var value = motions[point.Name].At(stopped is (InterruptionKind.Maintenance, var beginS) ? beginS : timeS);
        return stopped is var (kind, _) && point.Interrupted.TryGetValue(kind, out var pattern) ? pattern.In((ulong)value)
            : change is null ? value
            : change(point.Address, value);
    }
}
