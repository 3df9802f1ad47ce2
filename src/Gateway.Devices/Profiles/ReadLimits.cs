using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>What a device allows in one read.</summary>
public sealed record ReadLimits
{
    /// <summary>Most registers in one read.</summary>
    public int MaxRegisters { get; init; } = ReadRequest.MaxRegisters;

    /// <summary>Most bits in one read.</summary>
    public int MaxBits { get; init; } = ReadRequest.MaxBits;

    /// <summary>Most unwanted registers or bits in a row that may be read to save a request; 0 where the device refuses that.</summary>
    public int MaxGap { get; init; }

    /// <summary>Start and length of a read must be multiples of this; 2 where values must be read as whole pairs of registers.</summary>
    public int Alignment { get; init; } = 1;

    /// <summary>Addresses that no read may touch, in every table.</summary>
    public IReadOnlyList<AddressRange> Holes { get; init; } = [];

    /// <summary>Addresses at which a read must begin anew, in every table.</summary>
    public IReadOnlyList<int> Splits { get; init; } = [];

    /// <summary>Most registers or bits in one read of a table.</summary>
    public int MaxCount(ModbusTable table) => table is ModbusTable.Coil or ModbusTable.DiscreteInput ? MaxBits : MaxRegisters;

    /// <summary>True when <paramref name="first"/> to <paramref name="last"/> can be one read: no hole in it, no split inside.</summary>
    public bool AllowsOneRead(int first, int last) =>
        !Holes.Any(hole => hole.First <= last && hole.Last >= first) && !Splits.Any(split => split > first && split <= last);
}

/// <summary>Addresses in a row.</summary>
/// <param name="First">The first, zero-based.</param>
/// <param name="Last">The last, included.</param>
public readonly record struct AddressRange(int First, int Last);
