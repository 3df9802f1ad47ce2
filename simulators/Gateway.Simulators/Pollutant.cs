namespace Gateway.Simulators;

/// <summary>What a stack emits.</summary>
public enum Pollutant
{
    /// <summary>Sulphur dioxide.</summary>
    So2,

    /// <summary>Nitrogen oxides, as NO2.</summary>
    Nox,

    /// <summary>Dust.</summary>
    Dust,

    /// <summary>Hydrocarbons other than methane, as carbon.</summary>
    Nmhc,
}
