using System.Collections.Frozen;

namespace Gateway.Core;

/// <summary>
/// Factors between units of one dimension. A series says its unit, so a calculation converts what it gets instead of trusting that
/// a pressure comes in Pa.
/// </summary>
public static class UnitConversion
{
    private static readonly FrozenDictionary<string, Scale> Scales = new Dictionary<string, Scale>(StringComparer.Ordinal)
    {
        ["W"] = new("power", 1),
        ["kW"] = new("power", 1e3),
        ["MW"] = new("power", 1e6),
        ["rpm"] = new("speed of rotation", 1),
        ["r/min"] = new("speed of rotation", 1),
        ["1/min"] = new("speed of rotation", 1),
        ["Pa"] = new("pressure", 1),
        ["hPa"] = new("pressure", 1e2),
        ["mbar"] = new("pressure", 1e2),
        ["kPa"] = new("pressure", 1e3),
        ["bar"] = new("pressure", 1e5),
        ["degC"] = new("temperature", 1),
        ["°C"] = new("temperature", 1),
        ["m/s"] = new("velocity", 1),
        ["m3/h"] = new("flow by volume", 1),
        ["m3/s"] = new("flow by volume", 3600),
        ["%"] = new("share", 1),
        ["%vol"] = new("share", 1),
        ["vol%"] = new("share", 1),
        ["ug/m3"] = new("concentration by mass", 1e-3),
        ["mg/m3"] = new("concentration by mass", 1),
        ["mg/m³"] = new("concentration by mass", 1),
        ["mg/Nm3"] = new("concentration by mass", 1),
        ["g/m3"] = new("concentration by mass", 1e3),
        ["ppb"] = new("concentration by volume", 1e-3),
        ["ppm"] = new("concentration by volume", 1),
        ["ppmv"] = new("concentration by volume", 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a value in one unit is multiplied by to be in another; null where they do not convert.</summary>
    public static double? Factor(string from, string to) =>
        Scales.TryGetValue(from, out var source) && Scales.TryGetValue(to, out var target) && source.Dimension == target.Dimension
            ? source.Factor / target.Factor
            : null;

    private readonly record struct Scale(string Dimension, double Factor);
}
