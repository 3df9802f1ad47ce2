using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>One request, and the points that its reply carries.</summary>
/// <param name="Table">The table.</param>
/// <param name="Address">The first address, zero-based.</param>
/// <param name="Count">How many registers or bits.</param>
/// <param name="Points">At least one, in the order of their addresses.</param>
public sealed record ReadBlock(ModbusTable Table, ushort Address, ushort Count, IReadOnlyList<PointProfile> Points)
{
    /// <summary>The last address.</summary>
    public int LastAddress => Address + Count - 1;

    /// <summary>The request to a unit.</summary>
    public ReadRequest Request(byte unit) => new(unit, Table, Address, Count);
}

/// <summary>The requests that read a set of points.</summary>
/// <param name="Blocks">In the order of tables and addresses.</param>
public sealed record ReadPlan(IReadOnlyList<ReadBlock> Blocks);
