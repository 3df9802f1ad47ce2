namespace Gateway.Emissions;

/// <summary>Molar masses in g/mol, as whole numbers, which is how the Chinese standards compute (HJ 212-2017 D.2).</summary>
public static class MolarMass
{
    /// <summary>Sulphur dioxide.</summary>
    public const double SulphurDioxide = 64;

    /// <summary>Nitrogen monoxide.</summary>
    public const double NitrogenMonoxide = 30;

    /// <summary>Nitrogen dioxide, and nitrogen oxides reported as such.</summary>
    public const double NitrogenDioxide = 46;

    /// <summary>Carbon monoxide.</summary>
    public const double CarbonMonoxide = 28;

    /// <summary>Carbon, for hydrocarbons reported as carbon.</summary>
    public const double Carbon = 12;

    /// <summary>Propane's three carbon atoms, for a reading as propane reported as carbon.</summary>
    public const double PropaneAsCarbon = 36;
}
