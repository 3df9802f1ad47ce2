namespace Gateway.Modbus;

/// <summary>One read of consecutive registers or bits.</summary>
/// <param name="Unit">Unit identifier (slave address), 0–255; 1–247 on a serial line.</param>
/// <param name="Table">Which of the four tables.</param>
/// <param name="Address">Zero-based address, as it goes on the wire.</param>
/// <param name="Count">How many registers (1–125) or bits (1–2000).</param>
public readonly record struct ReadRequest(byte Unit, ModbusTable Table, ushort Address, ushort Count)
{
    /// <summary>Most registers in one read (Modbus Application Protocol V1.1b3, 6.3 and 6.4).</summary>
    public const int MaxRegisters = 125;

    /// <summary>Most bits in one read (V1.1b3, 6.1 and 6.2).</summary>
    public const int MaxBits = 2000;

    /// <summary>How many bytes of data a correct reply carries.</summary>
    public int ByteCount => ReadsBits ? (Count + 7) / 8 : Count * 2;

    /// <summary>Most registers or bits in one read of this table.</summary>
    public int MaxCount => ReadsBits ? MaxBits : MaxRegisters;

    /// <summary>True when the table exists, the count is allowed and the range ends at or before address 65535.</summary>
    public bool IsValid =>
        Table is >= ModbusTable.Coil and <= ModbusTable.InputRegister
        && Count >= 1 && Count <= MaxCount
        && Address + Count <= 65536;

    private bool ReadsBits => Table is ModbusTable.Coil or ModbusTable.DiscreteInput;

    internal void ThrowIfUnusable(int destinationLength)
    {
        if (!IsValid)
            throw new ArgumentException($"{this} cannot be asked: at least 1, at most {MaxCount}, and none beyond address 65535.");
        if (destinationLength < ByteCount)
            throw new ArgumentException($"The destination holds {destinationLength} bytes, the reply to {this} has {ByteCount}.");
    }
}
