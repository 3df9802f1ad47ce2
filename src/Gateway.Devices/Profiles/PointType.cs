namespace Gateway.Devices;

/// <summary>How a point's registers are to be read. Names as register maps print them stand in <see cref="PointTypes.ByName"/>.</summary>
public enum PointType
{
    /// <summary>A coil or a discrete input: 0 or 1.</summary>
    Bool,

    /// <summary>16 flags, published as the number 0–65535 that they make; bit 0 is the lowest.</summary>
    Bits16,

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
        ["bits16"] = PointType.Bits16,
        ["bool"] = PointType.Bool,
    };

    extension(PointType type)
    {
        /// <summary>How many registers the type takes; for a bool, how many bits.</summary>
        public int Size => type switch
        {
            PointType.U32 or PointType.S32 or PointType.F32 => 2,
            PointType.U64 or PointType.S64 or PointType.F64 => 4,
            _ => 1,
        };
    }
}
