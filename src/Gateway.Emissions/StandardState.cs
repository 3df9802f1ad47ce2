namespace Gateway.Emissions;

/// <summary>The standard state of stack gas: 0 °C and 101.325 kPa, with 0 °C written as 273 K as in HJ 212-2017 D.2.</summary>
public static class StandardState
{
    /// <summary>Standard pressure, Pa.</summary>
    public const double PressurePa = 101_325;

    /// <summary>Standard temperature, K.</summary>
    public const double TemperatureK = 273;

    /// <summary>By how much a volume of gas is smaller in the standard state.</summary>
    /// <param name="temperatureC">Of the gas, °C.</param>
    /// <param name="absolutePressurePa">Barometric plus static pressure, Pa.</param>
    public static double VolumeFactor(double temperatureC, double absolutePressurePa) =>
        TemperatureK / (TemperatureK + temperatureC) * (absolutePressurePa / PressurePa);

    /// <summary>
    /// Csn = Cs · 101325/(Ba+Ps) · (273+ts)/273 (HJ 212-2017 D.2 eq. 18): a concentration in the standard state from one at the
    /// stack's temperature and pressure. Wet stays wet and dry stays dry.
    /// </summary>
    /// <param name="actual">The concentration per actual m³.</param>
    /// <param name="temperatureC">Of the gas, °C.</param>
    /// <param name="absolutePressurePa">Barometric plus static pressure, Pa.</param>
    public static double Concentration(double actual, double temperatureC, double absolutePressurePa) =>
        actual / VolumeFactor(temperatureC, absolutePressurePa);
}
