using System.Globalization;
using System.Text;

namespace Gateway.Commissioning;

/// <summary>A readout for people.</summary>
internal static class ReadoutText
{
    private const double SmallestLikely = 1e-3;
    private const double LargestLikely = 1e7;
    private const double LargestOfSevenDigits = 1e6;

    public static string Write(Readout readout)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{readout.Link}, unit {readout.Unit}");
        text.Append(readout.Profile is { } profile ? $", {profile}" : string.Empty);
        text.Append(CultureInfo.InvariantCulture, $", {readout.Time:yyyy-MM-ddTHH:mm:ss.fffZ}\n");
        if (readout.Points.Count > 0)
        {
            text.Append(TextTable.Write(
                ["point", ">value", "unit", "quality", "address", "raw"],
                [.. readout.Points.Select(point => (string[])
                [
                    point.Point, Value(point), point.Unit, Quality(point),
                    Address(point.Table, point.Address, point.Reference), point.Raw ?? "-",
                ])]));
        }

        if (readout.Registers.Count > 0)
        {
            text.Append(TextTable.Write(
                ["address", "raw", ">uint16", ">int16"],
                [.. readout.Registers.Select(register => (string[])
                [
                    Address(register.Table, register.Address, register.Reference), register.Raw,
                    register.Unsigned.ToString(CultureInfo.InvariantCulture), register.Signed.ToString(CultureInfo.InvariantCulture),
                ])]));
        }

        WriteInterpretations(text, readout.Readings);
        return text.ToString();
    }

    private static void WriteInterpretations(StringBuilder text, IReadOnlyList<Interpretation> readings)
    {
        if (readings.Count == 0)
        {
            return;
        }

        text.Append("\nAs wider numbers, in each byte order; * marks a float of a size that measured values have.\n");
        text.Append("A manual's address may be one more than the wire's: where nothing looks right, begin one register earlier or later\n");
        text.Append("and then say --type and --order.\n");
        text.Append(TextTable.Write(
            ["address", "raw", "type", ">ABCD", ">CDAB", ">BADC", ">DCBA"],
            [.. readings.Select(reading => (string[])
            [
                Address(reading.Table, reading.Address, reading.Reference), reading.Raw, reading.Type,
                Candidate(reading, reading.Abcd), Candidate(reading, reading.Cdab),
                Candidate(reading, reading.Badc), Candidate(reading, reading.Dcba),
            ])]));
    }

    private static string Address(string table, int address, string reference) =>
        string.Create(CultureInfo.InvariantCulture, $"{table} {address} ({reference})");

    private static string Quality(PointReadout point) =>
        point.Rules.Count == 0 ? $"{point.Quality}" : $"{point.Quality} ({string.Join(", ", point.Rules)})";

    private static string Value(PointReadout point) =>
        point.Value is not { } value ? point.Text ?? "-" : point.Text is { } text ? $"{Measured(value)} ({text})" : Measured(value);

    // A counter is worth its last digits.
    private static string Measured(double value) =>
        Math.Abs(value) < LargestOfSevenDigits ? Number(value) : value.ToString("G12", CultureInfo.InvariantCulture);

    // Seven digits are what a 32-bit float holds; a whole number is shown whole.
    private static string Number(double value) =>
        value.ToString(Math.Abs(value) < 1e15 && value == Math.Truncate(value) ? "F0" : "G7", CultureInfo.InvariantCulture);

    private static string Candidate(Interpretation reading, double? value)
    {
        if (value is not { } number)
        {
            return "-";
        }

        var isFloat = reading.Type.StartsWith("float", StringComparison.Ordinal);
        var isLikely = isFloat && Math.Abs(number) is >= SmallestLikely and <= LargestLikely;
        return isLikely ? $"*{Number(number)}" : Number(number);
    }
}
