namespace Gateway.Energy;

/// <summary>
/// A machine at a standstill would have stood still before the retrofit too: its baseline is zero, its measured power is what the drive
/// takes on standby, and the time counts as covered. A motor that stands while the line draws power is a bypass or a wrong speed, and
/// nothing may be claimed for it.
/// </summary>
internal static class Standstill
{
    /// <summary>Up to this fraction of the rated speed, or of the rated flow, the machine stands still.</summary>
    public const double DriverFraction = 0.01;

    /// <summary>Up to this fraction of the full-flow power the line of a standing machine carries nothing but standby.</summary>
    public const double PowerFraction = 0.02;

    /// <summary>True for a machine that stands.</summary>
    /// <param name="driverFraction">Speed over rated speed, or flow over rated flow.</param>
    public static bool Is(double driverFraction) => Math.Abs(driverFraction) <= DriverFraction;

    /// <summary>Zero, or null where a standing machine draws power.</summary>
    public static double? BaselineKw(double powerKw, double fullFlowPowerKw) =>
        Math.Abs(powerKw) <= PowerFraction * fullFlowPowerKw ? 0 : null;
}
