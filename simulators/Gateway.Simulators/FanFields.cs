using Gateway.Simulators.Physics;
using Gateway.Yaml;

namespace Gateway.Simulators;

/// <summary>Reads a fan's numbers.</summary>
internal static class FanFields
{
    private const double MaxKw = 10_000;
    private const double MaxStartKwh = 999_999;
    private const int MaxUnit = 247;

    public static FanScenario Read(YamlMap fan)
    {
        var read = new FanScenario
        {
            Load = LoadFields.Read(fan.Map("load")),
            MinimumFlow = fan.Number("minimum_flow", 0.3, 1),
            DesignShaftKw = fan.Number("design_shaft_kw", 0.1, MaxKw),
            DesignAirDensityKgM3 = fan.Number("design_air_density_kg_m3", 0.3, 3),
            AirDensityKgM3 = fan.Number("air_density_kg_m3", 0.3, 3),
            Motor = Motor(fan.Map("motor")),
            Drive = Drive(fan.Map("drive")),
            Meter = Meter(fan.Map("meter")),
            Damper = Damper(fan.Map("damper")),
        };
        if (read.Drive.Unit == read.Meter.Unit)
        {
            fan.Map("meter").Fault("unit", $"'unit' is {read.Meter.Unit}, but that is the drive's: two devices on one line need two units");
        }

        return read;
    }

    private static MotorScenario Motor(YamlMap motor)
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

    private static DriveScenario Drive(YamlMap drive) => new(
        Unit: (byte)drive.Integer("unit", 1, MaxUnit),
        FullLoadEfficiency: drive.Number("efficiency_full_load", 0.5, 0.999),
        NoLoadLossKw: drive.Number("no_load_loss_kw", 0, 100),
        StartKwh: drive.Number("start_kwh", 0, MaxStartKwh));

    private static MeterScenario Meter(YamlMap meter) => new(
        Unit: (byte)meter.Integer("unit", 1, MaxUnit),
        NominalVoltageV: meter.Number("nominal_voltage_v", 50, 1000),
        ResolutionKwh: meter.Number("resolution_kwh", 0.001, 10),
        StartKwh: meter.Number("start_kwh", 0, MaxStartKwh));

    private static DamperScenario Damper(YamlMap damper) => new(
        FullFlowLineKw: damper.Number("full_flow_line_kw", 0.1, MaxKw),
        C0: damper.Number("c0", -10, 10),
        C1: damper.Number("c1", -10, 10),
        C2: damper.Number("c2", -10, 10));
}
