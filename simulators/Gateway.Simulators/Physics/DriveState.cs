namespace Gateway.Simulators.Physics;

/// <summary>A drive and its motor at one instant.</summary>
public readonly record struct DriveState
{
    /// <summary>The motor between the drive and the machine.</summary>
    public required MotorState Motor { get; init; }

    /// <summary>Power the drive takes from the line, kW.</summary>
    public required double LineKw { get; init; }

    /// <summary>Voltage of the drive's intermediate circuit, V.</summary>
    public required double DcBusV { get; init; }
}
