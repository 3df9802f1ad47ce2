using System.Globalization;
using Gateway.Modbus;

namespace Gateway.Commissioning;

/// <summary>
/// An address in the traditional way: the table's digit (0 coil, 1 discrete input, 3 input register, 4 holding register), then the address
/// counted from 1. Address 100 of the holding registers is 40101; above 9998 it takes six digits, 420202.
/// </summary>
internal static class RegisterReference
{
    private const int LargestInFiveDigits = 9999;

    private static readonly Dictionary<char, ModbusTable> Tables = new()
    {
        ['0'] = ModbusTable.Coil,
        ['1'] = ModbusTable.DiscreteInput,
        ['3'] = ModbusTable.InputRegister,
        ['4'] = ModbusTable.HoldingRegister,
    };

    /// <summary>The tables by the names that this command line and profiles use.</summary>
    public static IReadOnlyDictionary<string, ModbusTable> TableByName { get; } = new Dictionary<string, ModbusTable>
    {
        ["coil"] = ModbusTable.Coil,
        ["discrete"] = ModbusTable.DiscreteInput,
        ["input"] = ModbusTable.InputRegister,
        ["holding"] = ModbusTable.HoldingRegister,
    };

    public static string NameOf(ModbusTable table) => TableByName.First(entry => entry.Value == table).Key;

    /// <param name="table">The table.</param>
    /// <param name="address">Zero-based, as it goes on the wire.</param>
    public static string Of(ModbusTable table, int address)
    {
        var digit = Tables.First(entry => entry.Value == table).Key;
        var number = address + 1;
        return digit + number.ToString(number <= LargestInFiveDigits ? "D4" : "D5", CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a reference of five or six digits.</summary>
    public static bool TryParse(string text, out ModbusTable table, out int address)
    {
        (table, address) = (default, 0);
        if (text.Length is not (5 or 6) || !Tables.TryGetValue(text[0], out table)
            || !int.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is 0 or > 65536)
        {
            return false;
        }

        address = number - 1;
        return true;
    }
}
