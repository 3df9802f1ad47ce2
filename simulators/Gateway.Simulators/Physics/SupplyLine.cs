namespace Gateway.Simulators.Physics;

/// <summary>
/// The three-phase line that feeds a six-pulse drive. The fundamental's power factor hardly moves; the true one falls with the load,
/// because the currents' distortion grows.
/// </summary>
public sealed class SupplyLine
{
    private const double DisplacementFactor = 0.98;
    private const double FullLoadDistortion = 0.38;
    private const double LightLoadDistortion = 0.85;
    private const double PowerUnbalance = 0.01;
    private const double VoltageUnbalance = 0.006;

    private readonly double motorKw;
    private readonly double nominalVoltageV;
    private readonly SmoothNoise[] voltages;
    private readonly SmoothNoise[] shares;
    private readonly SmoothNoise frequency;
    private readonly SmoothNoise level;

    /// <summary>The line of a drive.</summary>
    /// <param name="seed">Of what wanders.</param>
    /// <param name="motorKw">Rated power of the drive's motor, kW.</param>
    /// <param name="nominalVoltageV">Phase to neutral, V.</param>
    public SupplyLine(ulong seed, double motorKw, double nominalVoltageV)
    {
        this.motorKw = motorKw;
        this.nominalVoltageV = nominalVoltageV;
        voltages = Three(seed, "line voltage");
        shares = Three(seed, "phase share");
        level = new SmoothNoise(seed, "line level", TimeSpan.FromMinutes(2), TimeSpan.FromHours(4));
        frequency = new SmoothNoise(seed, "line frequency", TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(15));
    }

    /// <summary>The line while a drive takes a power from it.</summary>
    /// <param name="lineKw">Active power of the drive, kW; above 0.</param>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public LineState At(double lineKw, double timeS)
    {
        var part = lineKw / motorKw;
        var distortion = LightLoadDistortion + ((FullLoadDistortion - LightLoadDistortion) * Math.Min(1.0, part));
        var powerFactor = DisplacementFactor / Math.Sqrt(1.0 + (distortion * distortion));
        var first = PowerUnbalance * shares[0].At(timeS);
        var second = PowerUnbalance * shares[1].At(timeS);
        return new LineState(
            Phase(0, first),
            Phase(1, second),
            Phase(2, -first - second), // The three shares make up the whole.
            50.0 + (0.04 * frequency.At(timeS)),
            100.0 * distortion,
            1.2 + (1.3 * Math.Min(1.0, part)));

        PhaseState Phase(int index, double unbalance)
        {
            var voltageV = nominalVoltageV
                * (1.0 + (0.02 * level.At(timeS)) + (VoltageUnbalance * voltages[index].At(timeS)) - (0.008 * part));
            var activeKw = lineKw / 3.0 * (1.0 + unbalance);
            return new PhaseState(voltageV, activeKw, activeKw / powerFactor);
        }
    }

    private static SmoothNoise[] Three(ulong seed, string name) =>
        [.. Enumerable.Range(1, 3).Select(i => new SmoothNoise(seed, $"{name} {i}", TimeSpan.FromSeconds(30), TimeSpan.FromHours(1)))];
}
