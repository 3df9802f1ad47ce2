namespace Gateway.Simulators.Physics;

/// <summary>A fan, its motor and its drive at one instant.</summary>
public readonly record struct FanState
{
    /// <summary>Flow as a fraction of full flow, 0..1.</summary>
    public required double FlowFraction { get; init; }

    /// <summary>Power on the fan's shaft, kW.</summary>
    public required double ShaftKw { get; init; }

    /// <summary>The drive and the motor on that shaft.</summary>
    public required DriveState Drive { get; init; }

    /// <summary>What the fan would take from the line with an outlet damper at fixed speed and the same flow, kW.</summary>
    public required double DamperLineKw { get; init; }

    /// <summary>The motor between the drive and the shaft.</summary>
    public MotorState Motor => Drive.Motor;

    /// <summary>Power the drive takes from the line, kW.</summary>
    public double LineKw => Drive.LineKw;

    /// <summary>What the drive saves at this instant, kW; negative near full flow, where its losses are all it adds.</summary>
    public double SavedKw => DamperLineKw - LineKw;
}
