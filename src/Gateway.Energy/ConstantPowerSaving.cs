namespace Gateway.Energy;

/// <summary>
/// Saving at constant power, IPMVP option A: the difference in power is measured and the hours are stipulated, so the result is an
/// estimate. Never stipulate both.
/// </summary>
public static class ConstantPowerSaving
{
    /// <summary>(before - after) · hours, kWh; negative where the retrofit takes more.</summary>
    public static double Kwh(double beforeKw, double afterKw, double stipulatedHours) => (beforeKw - afterKw) * stipulatedHours;
}
