using Gateway.Modbus;

namespace Gateway.Simulators.Profiles;

/// <summary>What a simulator needs of a device profile.</summary>
internal sealed record SimulatedProfile
{
    public required string Name { get; init; }

    /// <summary>Manufacturer and first model.</summary>
    public required string Title { get; init; }

    /// <summary>The unit it has from the factory, or 1.</summary>
    public required byte Unit { get; init; }

    public required int MaxRegisters { get; init; }

    public required int MaxBits { get; init; }

    /// <summary>Most unmapped addresses in a row, between mapped ones, that can be read.</summary>
    public required int Gap { get; init; }

    public required int Alignment { get; init; }

    public required IReadOnlyList<(int First, int Last)> Holes { get; init; }

    public required IReadOnlyList<int> Splits { get; init; }

    public required IReadOnlyList<SimulatedPoint> Points { get; init; }

    public required IReadOnlyList<SimulatedText> Texts { get; init; }
}

/// <summary>One value of a profile.</summary>
internal sealed record SimulatedPoint
{
    public required string Name { get; init; }

    public required ModbusTable Table { get; init; }

    public required int Address { get; init; }

    public required RegisterType Type { get; init; }

    /// <summary>ABCD, CDAB, BADC or DCBA.</summary>
    public required string Order { get; init; }

    /// <summary>Value = raw · scale + offset; what the device keeps in a scale register is in it.</summary>
    public required double Scale { get; init; }

    public required double Offset { get; init; }

    public required string Unit { get; init; }

    public required double? Min { get; init; }

    public required double? Max { get; init; }

    /// <summary>Lowest and highest of the bits that are the value; null for all of them.</summary>
    public required (int Low, int High)? Field { get; init; }

    /// <summary>The only numbers that it shows; empty when any.</summary>
    public required IReadOnlyList<long> Codes { get; init; }

    /// <summary>What it always shows, as a scale register does; null for a value that moves.</summary>
    public double? Fixed { get; init; }

    /// <summary>Raw bits that would say that there is no value.</summary>
    public required IReadOnlyList<ulong> NotAvailable { get; init; }

    /// <summary>What a status word shows of quality while nothing is wrong.</summary>
    public required BitPattern Sound { get; init; }

    /// <summary>What it shows while the device does not measure.</summary>
    public required IReadOnlyDictionary<InterruptionKind, BitPattern> Interrupted { get; init; }

    /// <summary>One past its last address.</summary>
    public int End => Address + Type.Size;

    public PointPlace Place => new(Table, Address, Type.Size);

    /// <summary>The smallest raw number it can hold.</summary>
    public double SmallestRaw => Field is null ? Type.Smallest : 0;

    /// <summary>The largest raw number it can hold.</summary>
    public double LargestRaw => Field is var (low, high) ? Math.Min(Math.Pow(2, high - low + 1) - 1, Type.Largest) : Type.Largest;
}

/// <summary>Some bits of a word, and what they are.</summary>
/// <param name="Mask">Which bits.</param>
/// <param name="Bits">What they are; 0 outside the mask.</param>
internal readonly record struct BitPattern(ulong Mask, ulong Bits)
{
    /// <summary>The word with these bits.</summary>
    public ulong In(ulong word) => (word & ~Mask) | Bits;

    /// <summary>Both patterns; of bits in both, the other's.</summary>
    public BitPattern With(BitPattern other) => new(Mask | other.Mask, other.In(Bits));
}

/// <summary>What a device says of itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Table">Where.</param>
/// <param name="Address">Its first register.</param>
/// <param name="Size">How many registers it takes.</param>
/// <param name="Number">The whole number that it is; null for characters.</param>
/// <param name="Order">In which order its bytes stand.</param>
internal sealed record SimulatedText(string Name, ModbusTable Table, int Address, int Size, RegisterType? Number, string Order)
{
    private const int NumberShown = 2417;

    /// <summary>One past its last register.</summary>
    public int End => Address + Size;

    /// <summary>What it says: its own name, as far as it fits, or a number.</summary>
    public string Shown => Number is null
        ? Name.ToUpperInvariant()[..Math.Min(Name.Length, 2 * Size)]
        : NumberShown.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Puts it into registers.</summary>
    public void Write(Span<byte> registers)
    {
        registers.Clear();
        if (Number is { } type)
        {
            RegisterCode.Write(RegisterCode.Encode(type, NumberShown), type.Size, Order, registers);
            return;
        }

        for (var i = 0; i < Shown.Length; i++)
        {
            // Two characters a register; BADC puts the first one low.
            registers[Order == "BADC" ? i ^ 1 : i] = (byte)Shown[i];
        }
    }
}
