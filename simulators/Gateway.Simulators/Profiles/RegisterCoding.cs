namespace Gateway.Simulators.Profiles;

/// <summary>How a number becomes bits.</summary>
internal enum RegisterCoding
{
    /// <summary>A coil or a discrete input.</summary>
    Bool,

    /// <summary>Flags.</summary>
    Bits,

    /// <summary>A whole number from 0.</summary>
    Unsigned,

    /// <summary>Two's complement.</summary>
    Signed,

    /// <summary>The highest bit is the sign, the others the magnitude.</summary>
    SignMagnitude,

    /// <summary>IEEE 754.</summary>
    Float,

    /// <summary>Decimal digits of four bits.</summary>
    Decimal,

    /// <summary>Registers of 0..9999.</summary>
    TenThousands,
}

/// <summary>A profile's type: its coding and how many registers (for a bool, bits) it takes.</summary>
internal readonly record struct RegisterType(RegisterCoding Coding, int Size)
{
    // A double, and so a reader, tells whole numbers apart up to here.
    private const double LargestWhole = 1L << 52;

    /// <summary>The types by the names that profiles use.</summary>
    public static IReadOnlyDictionary<string, RegisterType> ByName { get; } = new Dictionary<string, RegisterType>(StringComparer.Ordinal)
    {
        ["uint16"] = new(RegisterCoding.Unsigned, 1),
        ["int16"] = new(RegisterCoding.Signed, 1),
        ["uint32"] = new(RegisterCoding.Unsigned, 2),
        ["int32"] = new(RegisterCoding.Signed, 2),
        ["uint64"] = new(RegisterCoding.Unsigned, 4),
        ["int64"] = new(RegisterCoding.Signed, 4),
        ["sm16"] = new(RegisterCoding.SignMagnitude, 1),
        ["sm32"] = new(RegisterCoding.SignMagnitude, 2),
        ["float32"] = new(RegisterCoding.Float, 2),
        ["float64"] = new(RegisterCoding.Float, 4),
        ["bcd16"] = new(RegisterCoding.Decimal, 1),
        ["bcd32"] = new(RegisterCoding.Decimal, 2),
        ["bcd64"] = new(RegisterCoding.Decimal, 4),
        ["mod10k32"] = new(RegisterCoding.TenThousands, 2),
        ["mod10k48"] = new(RegisterCoding.TenThousands, 3),
        ["mod10k64"] = new(RegisterCoding.TenThousands, 4),
        ["bits16"] = new(RegisterCoding.Bits, 1),
        ["bits32"] = new(RegisterCoding.Bits, 2),
        ["bool"] = new(RegisterCoding.Bool, 1),
    };

    /// <summary>The smallest raw number that can be put into it; for a float what no plant reaches.</summary>
    public double Smallest => Coding switch
    {
        RegisterCoding.Signed => Math.Max(-Math.Pow(2, (16 * Size) - 1), -LargestWhole),
        RegisterCoding.SignMagnitude => -Largest,
        RegisterCoding.Float => -1e9,
        _ => 0,
    };

    /// <summary>The largest raw number.</summary>
    public double Largest => Coding switch
    {
        RegisterCoding.Signed or RegisterCoding.SignMagnitude => Math.Min(Math.Pow(2, (16 * Size) - 1) - 1, LargestWhole),
        RegisterCoding.Float => 1e9,
        RegisterCoding.Bool => 1,
        RegisterCoding.Decimal or RegisterCoding.TenThousands => Math.Min(Math.Pow(10, 4 * Size) - 1, LargestWhole),
        _ => Math.Min(Math.Pow(2, 16 * Size) - 1, LargestWhole),
    };
}
