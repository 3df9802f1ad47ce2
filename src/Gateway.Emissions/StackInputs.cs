namespace Gateway.Emissions;

/// <summary>
/// The series that a stack's load is computed from, by their index in the catalog. Each is converted from the unit its series names.
/// </summary>
public sealed record StackInputs
{
    /// <summary>Gas velocity at the instrument, m/s. The load is evaluated at each of its readings.</summary>
    public required int Velocity { get; init; }

    /// <summary>Stack gas temperature, °C.</summary>
    public required int Temperature { get; init; }

    /// <summary>Stack static pressure relative to the air outside, with its sign, in a unit of pressure.</summary>
    public required int StaticPressure { get; init; }

    /// <summary>Barometric pressure, absolute; null where the definition fixes it.</summary>
    public int? BarometricPressure { get; init; }

    /// <summary>Water vapour, %; null where the definition fixes it.</summary>
    public int? Moisture { get; init; }

    /// <summary>O2, volume %; null where no reference oxygen applies.</summary>
    public int? Oxygen { get; init; }

    /// <summary>SO2, mg/m³ or ppm.</summary>
    public int? So2 { get; init; }

    /// <summary>Nitrogen oxides from one reading as NO2, mg/m³ or ppm; or else both of <see cref="No"/> and <see cref="No2"/>.</summary>
    public int? Nox { get; init; }

    /// <summary>NO, mg/m³ of NO or ppm.</summary>
    public int? No { get; init; }

    /// <summary>NO2, mg/m³ of NO2 or ppm.</summary>
    public int? No2 { get; init; }

    /// <summary>Dust, mg/m³.</summary>
    public int? Dust { get; init; }

    /// <summary>
    /// Non-methane hydrocarbons from one reading, mg/m³ as carbon or ppm; or else both of <see cref="TotalHydrocarbons"/> and
    /// <see cref="Methane"/>.
    /// </summary>
    public int? Nmhc { get; init; }

    /// <summary>All hydrocarbons, mg/m³ as carbon or ppm, on the same basis as <see cref="Methane"/>.</summary>
    public int? TotalHydrocarbons { get; init; }

    /// <summary>Methane, mg/m³ as carbon or ppm.</summary>
    public int? Methane { get; init; }
}
