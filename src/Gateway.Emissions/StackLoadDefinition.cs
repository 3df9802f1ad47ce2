using Gateway.Core;

namespace Gateway.Emissions;

/// <summary>A stack whose pollutant loads are computed.</summary>
public sealed record StackLoadDefinition
{
    /// <summary>The stack's name, unique in the gateway, of the letters a tag may have.</summary>
    public required string Name { get; init; }

    /// <summary>Inner cross-section at the velocity instrument, m².</summary>
    public required double AreaM2 { get; init; }

    /// <summary>Kv: mean velocity over the section by velocity at the instrument.</summary>
    public required double VelocityCoefficient { get; init; }

    /// <summary>What is measured, each kind once.</summary>
    public required IReadOnlyList<PollutantDefinition> Pollutants { get; init; }

    /// <summary>
    /// The reference oxygen of the applicable standard, volume %; null where it names none, and the corrected concentration is then
    /// the measured one (HJ 212-2017 D.2.3 (4)).
    /// </summary>
    public double? ReferenceOxygenPct { get; init; }

    /// <summary>How to bring a concentration to the reference oxygen.</summary>
    public OxygenCorrection Correction { get; init; } = new();

    /// <summary>Whether the oxygen reading refers to dry or to wet gas.</summary>
    public GasBasis OxygenBasis { get; init; } = GasBasis.Dry;

    /// <summary>Barometric pressure at the site where it is not measured, Pa; that of the site's altitude, not of sea level.</summary>
    public double? BarometricPressurePa { get; init; }

    /// <summary>Water vapour where it is not measured, %.</summary>
    public double? MoisturePct { get; init; }

    /// <summary>L/mol, by which a reading in ppm is converted.</summary>
    public double MolarVolume { get; init; } = GasConcentration.ChineseMolarVolume;

    /// <summary>An absolute pressure in the stack below this is a wrong sign or unit, Pa.</summary>
    public double SmallestStackPressurePa { get; init; } = 80_000;

    /// <summary>An absolute pressure in the stack above this likewise, Pa.</summary>
    public double LargestStackPressurePa { get; init; } = 110_000;

    /// <summary>Two velocity readings further apart leave out the time between them. Up to <see cref="Integrator.LongestGap"/>.</summary>
    public TimeSpan LargestGap { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>An older reading of anything but the velocity is stale. Must be longer than the slowest poll interval.</summary>
    public TimeSpan LargestAge { get; init; } = TimeSpan.FromSeconds(90);
}
