namespace Gateway.Emissions;

/// <summary>How one pollutant is measured. The range is the last defence against a reading in a wrong unit, not a limit value.</summary>
/// <param name="Kind">Which pollutant.</param>
/// <param name="Basis">Whether the reading refers to dry or to wet gas.</param>
/// <param name="Condition">Whether the reading refers to a standard m³ or to an actual one. A reading in ppm is always standard.</param>
/// <param name="SmallestMgPerM3">A reading below this is out of range; below zero, so that a zero drift is kept as measured.</param>
/// <param name="LargestMgPerM3">A reading above this is out of range.</param>
/// <param name="CarbonAtoms">
/// Of hydrocarbons in ppm: how many carbon atoms stand for one of its molecules, 1 for a reading as methane or in ppm of carbon, 3 for
/// one as propane. A methane reading beside total hydrocarbons is on the same basis.
/// </param>
public sealed record PollutantDefinition(
    PollutantKind Kind,
    GasBasis Basis = GasBasis.Dry,
    GasCondition Condition = GasCondition.Standard,
    double SmallestMgPerM3 = -10,
    double LargestMgPerM3 = 10_000,
    int CarbonAtoms = 1);

/// <summary>The gas that a concentration refers to.</summary>
public enum GasBasis : byte
{
    /// <summary>Without its water vapour, as a cold extractive analyser reads.</summary>
    Dry,

    /// <summary>With it, as an in-situ or hot extractive one reads.</summary>
    Wet,
}

/// <summary>The cubic metre that a concentration refers to.</summary>
public enum GasCondition : byte
{
    /// <summary>At 0 °C and 101.325 kPa.</summary>
    Standard,

    /// <summary>At the stack's temperature and pressure.</summary>
    Actual,
}
