namespace Gateway.Emissions;

/// <summary>The pollutants whose load is computed. The numbers are the places in the written state: never change or reuse one.</summary>
public enum PollutantKind : byte
{
    /// <summary>Sulphur dioxide.</summary>
    So2 = 0,

    /// <summary>Nitrogen oxides, as NO2.</summary>
    Nox = 1,

    /// <summary>Dust (particulate matter).</summary>
    Dust = 2,

    /// <summary>Non-methane hydrocarbons, as carbon.</summary>
    Nmhc = 3,
}

/// <summary>How the pollutants are written in a tag.</summary>
public static class PollutantKindTags
{
    /// <summary>How many kinds there are.</summary>
    public const int Count = 4;

    extension(PollutantKind kind)
    {
        /// <summary>The value of the tag <c>pollutant</c>.</summary>
        public string Tag => kind switch
        {
            PollutantKind.So2 => "so2",
            PollutantKind.Nox => "nox",
            PollutantKind.Dust => "dust",
            PollutantKind.Nmhc => "nmhc",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a pollutant."),
        };
    }
}
