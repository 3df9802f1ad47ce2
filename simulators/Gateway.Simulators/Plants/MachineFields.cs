using Gateway.Simulators.Physics;
using Gateway.Yaml;

namespace Gateway.Simulators;

/// <summary>Reads the numbers of a motor, its drive and its meter.</summary>
internal static class MachineFields
{
    public const int MaxUnit = 247;

    private const double MaxKw = 10_000;
    private const double MaxStartKwh = 999_999;

    public static MotorScenario Motor(YamlMap motor)
    {
        var read = new MotorScenario(
            RatedKw: motor.Number("rated_kw", 0.1, MaxKw),
            RatedSpeedRpm: motor.Number("rated_speed_rpm", 100, 10_000),
            RatedCurrentA: motor.Number("rated_current_a", 0.1, 20_000),
            RatedFrequencyHz: motor.Number("rated_frequency_hz", 10, 400),
            PolePairs: motor.Integer("pole_pairs", 1, 12),
            FullLoadEfficiency: motor.Number("efficiency_full_load", 0.5, 0.995),
            ThreeQuarterLoadEfficiency: motor.Number("efficiency_three_quarter_load", 0.5, 0.995),
            NoLoadCurrentFraction: motor.Number("no_load_current_fraction", 0.05, 0.9),
            HarmonicLossFactor: motor.Number("harmonic_loss_factor", 1, 2));
        if (InductionMotor.LossTerms(read.FullLoadEfficiency, read.ThreeQuarterLoadEfficiency) is not ( > 0, > 0))
        {
            motor.Fault("efficiency_three_quarter_load", "does not fit 'efficiency_full_load': no motor has both, check the data sheet");
        }

        if (read.RatedSpeedRpm >= 60.0 * read.RatedFrequencyHz / read.PolePairs)
        {
            motor.Fault("rated_speed_rpm", "must be below 60 times 'rated_frequency_hz' over 'pole_pairs': an induction motor slips");
        }

        return read;
    }

    public static DriveScenario Drive(YamlMap drive) => new(
        Unit: (byte)drive.Integer("unit", 1, MaxUnit),
        FullLoadEfficiency: drive.Number("efficiency_full_load", 0.5, 0.999),
        NoLoadLossKw: drive.Number("no_load_loss_kw", 0, 100),
        StartKwh: drive.Number("start_kwh", 0, MaxStartKwh));

    public static MeterScenario Meter(YamlMap meter) => new(
        Unit: (byte)meter.Integer("unit", 1, MaxUnit),
        NominalVoltageV: meter.Number("nominal_voltage_v", 50, 1000),
        ResolutionKwh: meter.Number("resolution_kwh", 0.001, 10),
        StartKwh: meter.Number("start_kwh", 0, MaxStartKwh));
}
