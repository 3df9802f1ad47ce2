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

    /// <summary>Value = raw · scale + offset.</summary>
    public required double Scale { get; init; }

    public required double Offset { get; init; }

    public required string Unit { get; init; }

    public required double? Min { get; init; }

    public required double? Max { get; init; }

    /// <summary>Raw bits that would say that there is no value.</summary>
    public required IReadOnlyList<ulong> NotAvailable { get; init; }

    /// <summary>Bits of a status word that say why the device does not measure; they speak only while it does not.</summary>
    public required IReadOnlyDictionary<InterruptionKind, int> InterruptionBits { get; init; }

    /// <summary>Bits that mean anything about quality; they stand still while nothing is wrong.</summary>
    public required ulong QualityBits { get; init; }

    /// <summary>Those of them that speak by being clear, and so are set while nothing is wrong.</summary>
    public required ulong SpeakWhenClear { get; init; }

    /// <summary>One past its last address.</summary>
    public int End => Address + Type.Size;

    public PointPlace Place => new(Table, Address, Type.Size);
}
