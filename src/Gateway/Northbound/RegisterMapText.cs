using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Gateway.Commissioning;
using Gateway.Modbus;

namespace Gateway.Northbound;

/// <summary>One series' registers as <c>gateway map</c> prints them.</summary>
/// <param name="Series">The series' unique name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Address">The value's first register, zero-based.</param>
/// <param name="Reference">The same in the traditional way, among the input registers; among the holding registers 4 stands for 3.</param>
/// <param name="Type">float32 or float64, high word first.</param>
/// <param name="QualityAddress">0 good, 64 to 127 uncertain, 128 and more bad; then the value is NaN.</param>
/// <param name="AgeAddress">Whole seconds since the value was measured; 65535 for that and more, and where there is none.</param>
internal sealed record MappedSeries(
    string Series, string Unit, int Address, string Reference, string Type, int QualityAddress, int AgeAddress)
{
    public static MappedSeries Of(RegisterMapEntry entry) => new(
        entry.Series, entry.Unit, entry.Address, RegisterReference.Of(ModbusTable.InputRegister, entry.Address),
        RegisterMapFile.TypeOf(entry), entry.QualityAddress, entry.AgeAddress);
}

/// <summary>The map for people and for a SCADA's import.</summary>
internal static class RegisterMapText
{
    public static string Table(IReadOnlyList<MappedSeries> map) => TextTable.Write(
        [">address", ">reference", "type", ">quality", ">age", "series", "unit"],
        [.. map.Select(series => (string[])
        [
            Number(series.Address), series.Reference, series.Type, Number(series.QualityAddress), Number(series.AgeAddress), series.Series,
            series.Unit,
        ])]);

    public static string Csv(IReadOnlyList<MappedSeries> map)
    {
        var text = new StringBuilder("address,reference,type,quality_address,age_address,series,unit\n");
        foreach (var series in map)
        {
            text.Append(CultureInfo.InvariantCulture, $"{series.Address},{series.Reference},{series.Type},{series.QualityAddress},")
                .Append(CultureInfo.InvariantCulture, $"{series.AgeAddress},\"{series.Series}\",{series.Unit}\n");
        }

        return text.ToString();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How <c>--json</c> writes it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<MappedSeries>))]
internal sealed partial class RegisterMapJson : JsonSerializerContext;
