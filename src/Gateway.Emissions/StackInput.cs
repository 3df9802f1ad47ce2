namespace Gateway.Emissions;

/// <summary>What is held between two velocity readings. The numbers are places in the written state: never change one.</summary>
internal enum StackInput : byte
{
    Temperature = 0,
    StaticPressure = 1,
    BarometricPressure = 2,
    Moisture = 3,
    Oxygen = 4,
    So2 = 5,
    Nox = 6,
    No = 7,
    No2 = 8,
    Dust = 9,
    Nmhc = 10,
    TotalHydrocarbons = 11,
    Methane = 12,
}

/// <summary>The number of places.</summary>
internal static class StackInputPlaces
{
    public const int Count = 13;
}
