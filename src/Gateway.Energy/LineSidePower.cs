namespace Gateway.Energy;

/// <summary>Power on the line side of a drive.</summary>
public static class LineSidePower
{
    /// <summary>
    /// The line-side power behind a drive's own power register, which shows the inverter's output and so leaves out the drive's losses.
    /// An estimate: a saving from it can never be verified.
    /// </summary>
    /// <param name="outputKw">The drive's register, kW.</param>
    /// <param name="driveEfficiency">The drive's efficiency, above 0 and up to 1.</param>
    public static double FromDriveOutputKw(double outputKw, double driveEfficiency)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(driveEfficiency);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(driveEfficiency, 1);
        return outputKw / driveEfficiency;
    }
}
