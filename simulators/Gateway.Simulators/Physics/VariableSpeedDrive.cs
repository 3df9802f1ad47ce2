namespace Gateway.Simulators.Physics;

/// <summary>An induction motor on a drive with a six-pulse rectifier.</summary>
/// <param name="seed">Of what wanders.</param>
/// <param name="motor">The motor.</param>
/// <param name="drive">The drive.</param>
/// <param name="nominalVoltageV">Of the line, phase to neutral, V.</param>
internal sealed class VariableSpeedDrive(ulong seed, MotorScenario motor, DriveScenario drive, double nominalVoltageV)
{
    /// <summary>Six-pulse rectifier with a smoothing choke, light load: the mean of the rectified line-to-line voltage, 3·√2/π.</summary>
    private const double RectifierRatio = 1.3505;

    private readonly InductionMotor running = new(motor);
    private readonly SmoothNoise busRipple = new(seed, "dc bus", TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(10));

    /// <summary>The drive while its motor gives a power at a speed.</summary>
    /// <param name="shaftKw">Power on the shaft, kW.</param>
    /// <param name="speedRpm">Speed of the shaft, 1/min.</param>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public DriveState At(double shaftKw, double speedRpm, double timeS)
    {
        var state = running.At(shaftKw, speedRpm);
        return new DriveState { Motor = state, LineKw = state.InputKw + LossKw(state.InputKw), DcBusV = DcBusV(state.InputKw, timeS) };
    }

    /// <summary>Losses of the drive: a standing part, and a part that grows half with the load and half with its square.</summary>
    private double LossKw(double outputKw)
    {
        var fullOutputKw = motor.RatedKw / motor.FullLoadEfficiency;
        var fullLossKw = fullOutputKw * ((1.0 / drive.FullLoadEfficiency) - 1.0);
        var part = outputKw / fullOutputKw;
        return drive.NoLoadLossKw + ((fullLossKw - drive.NoLoadLossKw) * part * (1.0 + part) / 2.0);
    }

    private double DcBusV(double outputKw, double timeS)
    {
        var part = outputKw / motor.RatedKw;
        var lineToLineV = nominalVoltageV * Math.Sqrt(3.0);
        return lineToLineV * RectifierRatio * (1.0 - (0.02 * part) + (0.004 * busRipple.At(timeS)));
    }
}
