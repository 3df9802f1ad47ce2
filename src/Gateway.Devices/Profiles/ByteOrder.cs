namespace Gateway.Devices;

/// <summary>
/// In which order a value's bytes stand in the registers, in the four letters of the manuals: A is the most significant byte.
/// A 64-bit value follows the same rule with eight letters.
/// </summary>
public enum ByteOrder
{
    /// <summary>High word first, high byte first: the order of the Modbus specification.</summary>
    Abcd,

    /// <summary>Low word first, high byte first.</summary>
    Cdab,

    /// <summary>High word first, low byte first.</summary>
    Badc,

    /// <summary>Low word first, low byte first.</summary>
    Dcba,
}

/// <summary>The byte orders by the names that profiles use.</summary>
public static class ByteOrders
{
    /// <summary>The letters and what they stand for.</summary>
    public static IReadOnlyDictionary<string, ByteOrder> ByName { get; } = new Dictionary<string, ByteOrder>
    {
        ["ABCD"] = ByteOrder.Abcd,
        ["CDAB"] = ByteOrder.Cdab,
        ["BADC"] = ByteOrder.Badc,
        ["DCBA"] = ByteOrder.Dcba,
    };
}
