using System.Globalization;
using Gateway.Modbus;

namespace Gateway.Commissioning;

/// <summary>What a user asks to read without a profile.</summary>
/// <param name="Table">The table.</param>
/// <param name="Address">The first address, zero-based.</param>
/// <param name="Count">How many values, or registers where no type is given.</param>
internal readonly record struct RegisterRange(ModbusTable Table, int Address, int Count)
{
    /// <summary>Most that can be asked for at once.</summary>
    public const int MaxCount = 2000;

    public bool ReadsBits => Table is ModbusTable.Coil or ModbusTable.DiscreteInput;

    /// <summary>
    /// Reads <c>holding:100:10</c> (zero-based address) or <c>40101:10</c> (traditional reference); the count is 1 when absent.
    /// </summary>
    /// <returns>Null when it is good, else what is wrong with it and what is allowed.</returns>
    public static string? TryParse(string text, out RegisterRange range)
    {
        range = default;
        var parts = text.Split(':');
        int next;
        if (RegisterReference.TryParse(parts[0], out var table, out var address))
        {
            next = 1;
        }
        else if (!RegisterReference.TableByName.TryGetValue(parts[0], out table))
        {
            return $"'{parts[0]}' in '{text}' is no table: write coil, discrete, input or holding and a zero-based address, "
                + "e.g. holding:100:10, or the reference that a manual prints, e.g. 40101:10";
        }
        else if (parts.Length < 2
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out address) || address > 65535)
        {
            return $"'{text}' has no address from 0 to 65535 behind its table, e.g. holding:100:10";
        }
        else
        {
            next = 2;
        }

        var count = 1;
        if (parts.Length > next + 1 || (parts.Length == next + 1
            && (!int.TryParse(parts[next], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 1 or > MaxCount)))
        {
            return $"'{text}' does not end with a count from 1 to {MaxCount}, e.g. holding:100:10";
        }

        range = new RegisterRange(table, address, count);
        return null;
    }
}
