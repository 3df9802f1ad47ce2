namespace Gateway.Modbus;

/// <summary>The four tables of the Modbus data model; the number is the function code that reads it.</summary>
public enum ModbusTable : byte
{
    /// <summary>Read with function 01.</summary>
    Coil = 1,

    /// <summary>Read with function 02.</summary>
    DiscreteInput = 2,

    /// <summary>Read with function 03.</summary>
    HoldingRegister = 3,

    /// <summary>Read with function 04.</summary>
    InputRegister = 4,
}
