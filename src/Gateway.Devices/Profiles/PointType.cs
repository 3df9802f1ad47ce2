namespace Gateway.Devices;

/// <summary>How a point's registers are to be read. Names as register maps print them stand in <see cref="PointTypes.ByName"/>.</summary>
public enum PointType
{
    /// <summary>A coil or a discrete input: 0 or 1.</summary>
    Bool,

    /// <summary>16 flags, published as the number 0–65535 that they make; bit 0 is the lowest.</summary>
    Bits16,

    /// <summary>32 flags in two registers, published as the number that they make; bit 0 is the lowest of the low word.</summary>
    Bits32,

    /// <summary>Unsigned, one register.</summary>
    U16,

    /// <summary>Two's complement, one register.</summary>
    S16,

    /// <summary>Unsigned, two registers.</summary>
    U32,

    /// <summary>Two's complement, two registers.</summary>
    S32,

    /// <summary>Unsigned, four registers; beyond 2^53 the value is rounded.</summary>
    U64,

    /// <summary>Two's complement, four registers; beyond ±2^53 the value is rounded.</summary>
    S64,

    /// <summary>IEEE 754 single, two registers.</summary>
    F32,

    /// <summary>IEEE 754 double, four registers.</summary>
    F64,

    /// <summary>Highest bit the sign, the others the magnitude; one register.</summary>
    Sm16,

    /// <summary>Highest bit the sign, the others the magnitude; two registers.</summary>
    Sm32,

    /// <summary>Four decimal digits, four bits each; one register. Another digit than 0–9 is "not available".</summary>
    Bcd16,

    /// <summary>Eight decimal digits, four bits each; two registers. Another digit than 0–9 is "not available".</summary>
    Bcd32,

    /// <summary>Sixteen decimal digits, four bits each; four registers. Beyond 2^53 the value is rounded.</summary>
    Bcd64,

    /// <summary>Two registers of 0–9999 each: high x 10,000 + low. A larger register is "not available".</summary>
    Mod10K32,

    /// <summary>Three registers of 0–9999 each, base 10,000. A larger register is "not available".</summary>
    Mod10K48,

    /// <summary>Four registers of 0–9999 each, base 10,000. A larger register is "not available"; beyond 2^53 it is rounded.</summary>
    Mod10K64,
}

/// <summary>Facts about point types.</summary>
public static class PointTypes
{
    /// <summary>The types by the names that profiles use.</summary>
    public static IReadOnlyDictionary<string, PointType> ByName { get; } = new Dictionary<string, PointType>
    {
        ["uint16"] = PointType.U16,
        ["int16"] = PointType.S16,
        ["uint32"] = PointType.U32,
        ["int32"] = PointType.S32,
        ["uint64"] = PointType.U64,
        ["int64"] = PointType.S64,
        ["float32"] = PointType.F32,
        ["float64"] = PointType.F64,
        ["sm16"] = PointType.Sm16,
        ["sm32"] = PointType.Sm32,
        ["bcd16"] = PointType.Bcd16,
        ["bcd32"] = PointType.Bcd32,
        ["bcd64"] = PointType.Bcd64,
        ["mod10k32"] = PointType.Mod10K32,
        ["mod10k48"] = PointType.Mod10K48,
        ["mod10k64"] = PointType.Mod10K64,
        ["bits16"] = PointType.Bits16,
        ["bits32"] = PointType.Bits32,
        ["bool"] = PointType.Bool,
    };

    extension(PointType type)
    {
        /// <summary>How many registers the type takes; for a bool, how many bits.</summary>
        public int Size => type switch
        {
            PointType.Bits32 or PointType.U32 or PointType.S32 or PointType.F32 or PointType.Sm32 or PointType.Bcd32
                or PointType.Mod10K32 => 2,
            PointType.Mod10K48 => 3,
            PointType.U64 or PointType.S64 or PointType.F64 or PointType.Bcd64 or PointType.Mod10K64 => 4,
            _ => 1,
        };

        /// <summary>True where single bits of the registers can be cut out: unsigned whole numbers and flags.</summary>
        public bool HasBits => type is PointType.Bits16 or PointType.Bits32 or PointType.U16 or PointType.U32 or PointType.U64;
    }
}
