namespace Gateway.Simulators;

/// <summary>A centrifugal pump on a pipe with static head, with its motor, drive and meter.</summary>
public sealed record PumpScenario
{
    /// <summary>What it is called; its drive and meter are called after it.</summary>
    public required string Name { get; init; }

    /// <summary>How much water is asked for.</summary>
    public required LoadScenario Load { get; init; }

    /// <summary>Flow at no demand, as a fraction of the design flow, 0.3..1.</summary>
    public required double MinimumFlow { get; init; }

    /// <summary>Flow at full demand, m3/h.</summary>
    public required double DesignFlowM3H { get; init; }

    /// <summary>Head that the pipe asks for at the design flow, m.</summary>
    public required double DesignHeadM { get; init; }

    /// <summary>Head that the pipe asks for without flow, m.</summary>
    public required double StaticHeadM { get; init; }

    /// <summary>The pump's head without flow at rated speed, m.</summary>
    public required double ShutOffHeadM { get; init; }

    /// <summary>The flow of the pump's best efficiency at rated speed, m3/h.</summary>
    public required double BestFlowM3H { get; init; }

    /// <summary>The pump's head at that flow and rated speed, m.</summary>
    public required double BestHeadM { get; init; }

    /// <summary>The pump's efficiency at that flow, 0..1.</summary>
    public required double BestEfficiency { get; init; }

    /// <summary>The motor.</summary>
    public required MotorScenario Motor { get; init; }

    /// <summary>The drive.</summary>
    public required DriveScenario Drive { get; init; }

    /// <summary>The meter on the drive's line side.</summary>
    public required MeterScenario Meter { get; init; }
}
