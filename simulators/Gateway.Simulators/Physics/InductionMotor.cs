namespace Gateway.Simulators.Physics;

/// <summary>
/// An induction motor on a drive with constant volts per hertz. Losses have two terms fitted through the efficiencies at full and at
/// three-quarter load (IEC 60034-31): one that goes with speed, one with the square of torque.
/// </summary>
internal sealed class InductionMotor
{
    private readonly MotorScenario scenario;
    private readonly double ratedTorqueNm;
    private readonly double speedLossKw;
    private readonly double torqueLossKw;

    public InductionMotor(MotorScenario scenario)
    {
        this.scenario = scenario;
        ratedTorqueNm = TorqueNm(scenario.RatedKw, scenario.RatedSpeedRpm);
        var (constant, load) = LossTerms(scenario.FullLoadEfficiency, scenario.ThreeQuarterLoadEfficiency);
        speedLossKw = constant * scenario.RatedKw * scenario.HarmonicLossFactor;
        torqueLossKw = load * scenario.RatedKw * scenario.HarmonicLossFactor;
    }

    /// <summary>The two losses over rated power: l(p) = v0 + vL·p². Both are above 0 for a motor that can be.</summary>
    public static (double Constant, double Load) LossTerms(double fullLoadEfficiency, double threeQuarterLoadEfficiency)
    {
        var full = (1.0 / fullLoadEfficiency) - 1.0;
        var load = (full - (0.75 * ((1.0 / threeQuarterLoadEfficiency) - 1.0))) / 0.4375;
        return (full - load, load);
    }

    public MotorState At(double shaftKw, double speedRpm)
    {
        var torque = TorqueNm(shaftKw, speedRpm) / ratedTorqueNm;
        var speed = speedRpm / scenario.RatedSpeedRpm;
        var magnetising = scenario.NoLoadCurrentFraction;
        var active = Math.Sqrt(1.0 - (magnetising * magnetising)) * torque;
        return new MotorState
        {
            SpeedRpm = speedRpm,
            TorquePct = 100.0 * torque,
            FrequencyHz = FrequencyHz(speedRpm, torque),
            CurrentA = scenario.RatedCurrentA * Math.Sqrt((magnetising * magnetising) + (active * active)),
            InputKw = shaftKw + (speedLossKw * speed) + (torqueLossKw * torque * torque),
        };
    }

    /// <summary>The stator's frequency: the rotor lags it by the slip, which at constant volts per hertz goes with torque.</summary>
    private double FrequencyHz(double speedRpm, double torque)
    {
        var synchronousRpm = 60.0 * scenario.RatedFrequencyHz / scenario.PolePairs;
        var slipRpm = (synchronousRpm - scenario.RatedSpeedRpm) * torque;
        return (speedRpm + slipRpm) * scenario.PolePairs / 60.0;
    }

    private static double TorqueNm(double kw, double rpm) => kw * 1000.0 / (rpm * 2.0 * Math.PI / 60.0);
}
