using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>One value that a device type offers.</summary>
public sealed record PointProfile
{
    private static readonly IReadOnlyDictionary<long, string> EmptyMeanings = new Dictionary<long, string>();

    /// <summary>snake_case, without the unit, e.g. <c>active_power</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required ModbusTable Table { get; init; }

    /// <summary>Zero-based, as it goes on the wire.</summary>
    public required ushort Address { get; init; }

    /// <summary>False only in a template, for whose user it remains to fill the address in.</summary>
    public bool HasAddress { get; init; } = true;

    /// <summary>True when it is meant to share registers with another point.</summary>
    public bool Overlaps { get; init; }

    /// <summary>How it is to be read.</summary>
    public required PointType Type { get; init; }

    /// <summary>In which order its bytes stand.</summary>
    public ByteOrder Order { get; init; }

    /// <summary>The bits of the registers that are the value; null for all of them.</summary>
    public BitRange? Bits { get; init; }

    /// <summary>Value = raw number x scale + offset.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Added after scaling, in <see cref="Unit"/>.</summary>
    public double Offset { get; init; }

    /// <summary>A further scale that the device keeps in another point; null where there is none.</summary>
    public ScaleSource? ScaleFrom { get; init; }

    /// <summary>One of <see cref="UnitToken.ByUnit"/>; empty for a pure number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What it measures, one of <see cref="Quantities.Known"/>; empty when the profile leaves it open.</summary>
    public string Quantity { get; init; } = "";

    /// <summary>Smallest plausible value, in <see cref="Unit"/>.</summary>
    public double? Min { get; init; }

    /// <summary>Largest plausible value, in <see cref="Unit"/>.</summary>
    public double? Max { get; init; }

    /// <summary>Raw patterns that stand for "not available", the value's bytes in the order ABCD.</summary>
    public IReadOnlyList<ulong> NotAvailable { get; init; } = [];

    /// <summary>For a coded value: what each number means. Any other number is out of range. Empty where the number means itself.</summary>
    public IReadOnlyDictionary<long, string> Meanings { get; init; } = EmptyMeanings;

    /// <summary>How often to read it where that is less often than the device is polled; null for every poll.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>What its bits say about other points; null for a point that is no status word.</summary>
    public StatusMeaning? Status { get; init; }

    /// <summary>How its readings are screened beyond that.</summary>
    public PointScreening Screening { get; init; } = PointScreening.Default;

    /// <summary>What a reader of the profile should know.</summary>
    public string Note { get; init; } = "";

    /// <summary>The raw patterns that are heeded: <see cref="NotAvailable"/>, unless that rule is switched off.</summary>
    public IReadOnlyList<ulong> Sentinels => Screening.Has(ScreeningRules.Sentinel) ? NotAvailable : [];

    /// <summary>The field it is published as, unit last, e.g. <c>active_power_kw</c>.</summary>
    public string Field => UnitToken.Field(Name, Unit);

    /// <summary>How many registers it takes; for a bool, how many bits.</summary>
    public int Size => Type.Size;

    /// <summary>Its last address.</summary>
    public int LastAddress => Address + Size - 1;

    /// <summary>What a value means; null where it means itself or nothing that the profile knows.</summary>
    public string? MeaningOf(double value) =>
        double.IsInteger(value) && Math.Abs(value) < long.MaxValue ? Meanings.GetValueOrDefault((long)value) : null;
}
