namespace Gateway.Devices;

/// <summary>What a point measures. Its unit mostly tells; a profile says it where the unit does not, as with % and pure numbers.</summary>
public static class Quantities
{
    /// <summary>The quantity that a unit alone stands for; a unit of several, such as %, is not in it.</summary>
    public static IReadOnlyDictionary<string, string> ByUnit { get; } = new Dictionary<string, string>
    {
        ["V"] = "voltage",
        ["A"] = "current",
        ["Hz"] = "frequency",
        ["kW"] = "active_power",
        ["kvar"] = "reactive_power",
        ["kVA"] = "apparent_power",
        ["kWh"] = "active_energy",
        ["MWh"] = "active_energy",
        ["kvarh"] = "reactive_energy",
        ["kVAh"] = "apparent_energy",
        ["rpm"] = "speed",
        ["Nm"] = "torque",
        ["deg"] = "angle",
        ["degC"] = "temperature",
        ["Pa"] = "pressure",
        ["hPa"] = "pressure",
        ["kPa"] = "pressure",
        ["bar"] = "pressure",
        ["m/s"] = "velocity",
        ["m3/h"] = "volume_flow",
        ["m3/s"] = "volume_flow",
        ["l/min"] = "volume_flow",
        ["m3"] = "volume",
        ["mg/m3"] = "concentration",
        ["g/m3"] = "concentration",
        ["ug/m3"] = "concentration",
        ["ppm"] = "concentration",
        ["ppb"] = "concentration",
        ["g/kg"] = "mixing_ratio",
        ["kg/m3"] = "density",
        ["kg/h"] = "mass_flow",
        ["t/h"] = "mass_flow",
        ["s"] = "time",
        ["min"] = "time",
        ["h"] = "time",
        ["d"] = "time",
    };

    /// <summary>Every quantity that a profile may name.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = ByUnit.Values
        .Concat(["power_factor", "harmonic_distortion", "relative_humidity", "ratio", "status", "code", "total"])
        .Distinct()
        .ToDictionary(quantity => quantity);

    /// <summary>The quantity of a point that does not name one; empty when neither unit nor type tells.</summary>
    /// <param name="unit">One of <see cref="UnitToken.ByUnit"/>; empty for a pure number.</param>
    /// <param name="type">Flags are a status.</param>
    public static string Default(string unit, PointType type) =>
        ByUnit.TryGetValue(unit, out var quantity) ? quantity
        : type is PointType.Bits16 or PointType.Bits32 or PointType.Bool ? "status"
        : "";

    /// <summary>True for what only adds up until it is reset or rolls over.</summary>
    public static bool IsCounted(string quantity) =>
        quantity is "active_energy" or "reactive_energy" or "apparent_energy" or "volume" or "time" or "total";

    /// <summary>True for what is one of several states and no amount.</summary>
    public static bool IsState(string quantity) => quantity is "status" or "code";
}
