namespace Gateway.Simulators.Physics;

/// <summary>A motor at one instant, as its drive sees it.</summary>
public readonly record struct MotorState
{
    /// <summary>Speed of the shaft, 1/min.</summary>
    public required double SpeedRpm { get; init; }

    /// <summary>Torque, % of the rated torque.</summary>
    public required double TorquePct { get; init; }

    /// <summary>Frequency the drive puts out, Hz.</summary>
    public required double FrequencyHz { get; init; }

    /// <summary>Current of each phase between drive and motor, A.</summary>
    public required double CurrentA { get; init; }

    /// <summary>Power from the drive into the motor, kW.</summary>
    public required double InputKw { get; init; }
}
