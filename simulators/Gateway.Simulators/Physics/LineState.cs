namespace Gateway.Simulators.Physics;

/// <summary>What flows from the line into a drive at one instant.</summary>
/// <param name="L1">First phase.</param>
/// <param name="L2">Second phase.</param>
/// <param name="L3">Third phase.</param>
/// <param name="FrequencyHz">Frequency of the line, Hz.</param>
/// <param name="CurrentDistortionPct">Total harmonic distortion of the currents, % of the fundamental.</param>
/// <param name="VoltageDistortionPct">Total harmonic distortion of the voltages, % of the fundamental.</param>
public readonly record struct LineState(
    PhaseState L1, PhaseState L2, PhaseState L3, double FrequencyHz, double CurrentDistortionPct, double VoltageDistortionPct)
{
    /// <summary>Active power of the three phases, kW.</summary>
    public double ActiveKw => L1.ActiveKw + L2.ActiveKw + L3.ActiveKw;

    /// <summary>Apparent power, the sum of the phases', kVA.</summary>
    public double ApparentKva => L1.ApparentKva + L2.ApparentKva + L3.ApparentKva;

    /// <summary>Power that is not active, the sum of the phases', kvar.</summary>
    public double ReactiveKvar => L1.ReactiveKvar + L2.ReactiveKvar + L3.ReactiveKvar;

    /// <summary>Active over apparent power, 0..1.</summary>
    public double PowerFactor => ActiveKw / ApparentKva;

    /// <summary>Voltage between two phases that stand 120 degrees apart, V.</summary>
    public static double BetweenV(PhaseState a, PhaseState b) =>
        Math.Sqrt((a.VoltageV * a.VoltageV) + (b.VoltageV * b.VoltageV) + (a.VoltageV * b.VoltageV));
}

/// <summary>One phase of a line.</summary>
/// <param name="VoltageV">To neutral, V.</param>
/// <param name="ActiveKw">Active power, kW.</param>
/// <param name="ApparentKva">Apparent power, harmonics included, kVA.</param>
public readonly record struct PhaseState(double VoltageV, double ActiveKw, double ApparentKva)
{
    /// <summary>Current, harmonics included, A.</summary>
    public double CurrentA => ApparentKva * 1000.0 / VoltageV;

    /// <summary>What apparent power has beside active power, kvar.</summary>
    public double ReactiveKvar => Math.Sqrt(Math.Max(0.0, (ApparentKva * ApparentKva) - (ActiveKw * ActiveKw)));

    /// <summary>Active over apparent power, 0..1.</summary>
    public double PowerFactor => ActiveKw / ApparentKva;
}
