namespace Gateway.Devices;

/// <summary>How a unit is written at the end of a field's name.</summary>
public static class UnitToken
{
    /// <summary>The units that a profile may use, each with its token.</summary>
    public static IReadOnlyDictionary<string, string> ByUnit { get; } = new Dictionary<string, string>
    {
        ["V"] = "v",
        ["A"] = "a",
        ["Hz"] = "hz",
        ["kW"] = "kw",
        ["kvar"] = "kvar",
        ["kVA"] = "kva",
        ["kWh"] = "kwh",
        ["MWh"] = "mwh",
        ["kvarh"] = "kvarh",
        ["kVAh"] = "kvah",
        ["rpm"] = "rpm",
        ["Nm"] = "nm",
        ["%"] = "pct",
        ["deg"] = "deg",
        ["degC"] = "c",
        ["Pa"] = "pa",
        ["hPa"] = "hpa",
        ["kPa"] = "kpa",
        ["bar"] = "bar",
        ["m/s"] = "m_s",
        ["m3/h"] = "m3_h",
        ["m3/s"] = "m3_s",
        ["l/min"] = "l_min",
        ["m3"] = "m3",
        ["mg/m3"] = "mg_m3",
        ["g/m3"] = "g_m3",
        ["ug/m3"] = "ug_m3",
        ["ppm"] = "ppm",
        ["ppb"] = "ppb",
        ["g/kg"] = "g_kg",
        ["kg/m3"] = "kg_m3",
        ["kg/h"] = "kg_h",
        ["t/h"] = "t_h",
        ["s"] = "s",
        ["min"] = "min",
        ["h"] = "h",
        ["d"] = "d",
    };

    /// <summary>The field of a point: its name, and the token of its unit when it has one, e.g. <c>active_power_kw</c>.</summary>
    /// <param name="name">The point's name.</param>
    /// <param name="unit">One of <see cref="ByUnit"/>; empty for a pure number.</param>
    public static string Field(string name, string unit) => unit.Length == 0 ? name : $"{name}_{ByUnit[unit]}";
}
