namespace Gateway.Energy;

/// <summary>
/// The affinity laws of fans and centrifugal pumps between two speeds. They hold along a system curve through the origin, that is
/// without static head or pressure; with static head the cube overstates the saving (by 2.4 times in the pump vectors).
/// </summary>
public static class Affinity
{
    /// <summary>Flow as a fraction of the flow at rated speed: Q ~ n.</summary>
    public static double FlowFraction(double speedRpm, double ratedSpeedRpm) => speedRpm / ratedSpeedRpm;

    /// <summary>Head or pressure as a fraction of that at rated speed: H ~ n².</summary>
    public static double HeadFraction(double speedFraction) => speedFraction * speedFraction;

    /// <summary>Shaft power as a fraction of that at rated speed, at the same density: P ~ n³.</summary>
    public static double PowerFraction(double speedFraction) => speedFraction * speedFraction * speedFraction;
}
