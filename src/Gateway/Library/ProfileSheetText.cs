using System.Globalization;
using System.Text;
using Gateway.Commissioning;
using Gateway.Devices;

namespace Gateway.Library;

/// <summary>A profile for people.</summary>
internal static class ProfileSheetText
{
    private const int LineWidth = 120;
    private const string Indent = "          ";

    private static readonly Dictionary<string, string> Meanings = new()
    {
        ["ready"] = "ready: every point was read in a manual or in a driver that talks to the device",
        ["commissioning-check"] = "commissioning-check: do what stands under verify before any value is used",
        ["template"] = "template: claims nothing; copy and complete it, no device can use it as it is",
    };

    public static string Write(ProfileSheet sheet)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{sheet.Name}: {sheet.Manufacturer} {string.Join(", ", sheet.Models)}\n\n");
        Add(text, "measures", sheet.Measurement);
        Add(text, "state", Meanings[sheet.State]);
        AddList(text, "verify", sheet.Verify);
        Add(text, "serial", Serial(sheet.Serial));
        Add(text, "reads", Reads(sheet.Reads));
        AddList(text, "traps", sheet.Notes);
        Add(text, "source", sheet.Source);
        Add(text, "file", sheet.File);
        text.Append('\n').Append(PointTable(sheet.Points));
        AddDetails(text, sheet.Points);
        AddTexts(text, sheet.Texts);
        return text.ToString();
    }

    private static string Serial(SerialDefaults? serial) => serial is null
        ? "no setting known"
        : $"{serial.BaudRate} {serial.Format}, unit {serial.Unit} from the factory"
            + (serial.Verified ? string.Empty : " (not verified: look it up on the device)");

    private static string Reads(ReadSheet reads)
    {
        var gap = reads.Gap == 0 ? "over no gap" : string.Create(CultureInfo.InvariantCulture, $"over gaps of up to {reads.Gap}");
        var parts = new List<string> { $"at most {reads.MaxRegisters} registers or {reads.MaxBits} bits at once, {gap}" };
        parts.AddRange(reads.Alignment > 1 ? [$"aligned to {reads.Alignment}"] : []);
        parts.AddRange(reads.Holes.Count > 0 ? [$"never {string.Join(", ", reads.Holes)}"] : []);
        parts.AddRange(reads.Splits.Count > 0 ? [$"anew at {string.Join(", ", reads.Splits)}"] : []);
        parts.AddRange(reads.PauseMs > 0 ? [string.Create(CultureInfo.InvariantCulture, $"{reads.PauseMs} ms after each reply")] : []);
        return string.Join("; ", parts);
    }

    private static string PointTable(IReadOnlyList<PointSheet> points) => TextTable.Write(
        ["point", "address", "type", "order", ">scale", "unit", "quantity", "range", ">interval"],
        [.. points.Select(point => (string[])
        [
            point.Name,
            point.Address is { } address ? $"{point.Table} {address} ({point.Reference})" : $"{point.Table}, to be filled in",
            point.Bits is { } bits ? $"{point.Type} bit {bits}" : point.Type,
            point.Registers > 1 || point.ByteOrder is "BADC" or "DCBA" ? point.ByteOrder : "-",
            Scale(point),
            point.Unit.Length > 0 ? point.Unit : "-",
            point.Quantity.Length > 0 ? point.Quantity : "-",
            Range(point),
            point.IntervalS is { } interval ? $"{Number(interval)} s" : "-",
        ])]);

    private static string Scale(PointSheet point)
    {
        var scale = point.ScaleFrom is null ? Number(point.Scale)
            : point.ScaleMode == "exponent" ? $"10^{point.ScaleFrom}"
            : point.ScaleFrom;
        return point.Offset == 0 ? scale : $"{scale} {(point.Offset < 0 ? '-' : '+')} {Number(Math.Abs(point.Offset))}";
    }

    private static string Range(PointSheet point) => (point.Min, point.Max) switch
    {
        (null, null) => "-",
        ({ } min, null) => $">= {Number(min)}",
        (null, { } max) => $"<= {Number(max)}",
        ({ } min, { } max) => $"{Number(min)} to {Number(max)}",
    };

    // What the table has no room for.
    private static void AddDetails(StringBuilder text, IReadOnlyList<PointSheet> points)
    {
        foreach (var point in points.Where(HasDetails))
        {
            text.Append('\n').Append(point.Name).Append('\n');
            AddIf(text, "note", point.Note);
            AddIf(text, "none", point.NotAvailable.Count > 0 ? $"{string.Join(", ", point.NotAvailable)} stands for no value" : null);
            AddList(text, "values", [.. point.Values?.Select(value => $"{value.Key}  {value.Value}") ?? []]);
            AddList(text, "states", [.. point.States?.Select(state =>
                $"{state.When}  {state.Name}{(state.Quality is { } quality ? $" -> quality {quality}" : string.Empty)}") ?? []]);
            AddList(text, "judged", [.. point.Screened.Where(IsNotInTable)]);
            AddIf(text, "for", point.AppliesTo is { } names && point.States!.Any(state => state.Quality is not null)
                ? string.Join(", ", names)
                : null);
        }
    }

    private static bool HasDetails(PointSheet point) =>
        point.Note is not null || point.NotAvailable.Count > 0 || point.Values is not null || point.States is not null
        || point.Screened.Any(IsNotInTable);

    // The range stands in the table, the codes for "not available" and the status word have lines of their own.
    private static bool IsNotInTable(string rule) => rule.Split(':')[0] is "rate" or "stuck" or "stale";

    private static void AddTexts(StringBuilder text, IReadOnlyList<TextSheet> texts)
    {
        if (texts.Count > 0)
        {
            text.Append('\n').Append(TextTable.Write(
                ["text", "address", "type", ">registers", ">interval"],
                [.. texts.Select(entry => (string[])
                [
                    entry.Name, $"{entry.Table} {entry.Address} ({entry.Reference})", entry.Type, Number(entry.Registers),
                    $"{Number(entry.IntervalS)} s",
                ])]));
        }
    }

    private static void AddIf(StringBuilder text, string head, string? value)
    {
        if (value is not null)
        {
            Add(text, head, value);
        }
    }

    private static void AddList(StringBuilder text, string head, IReadOnlyList<string> items)
    {
        foreach (var (index, item) in items.Index())
        {
            Add(text, index == 0 ? head : string.Empty, $"- {item}");
        }
    }

    private static void Add(StringBuilder text, string head, string value)
    {
        var line = new StringBuilder(head.PadRight(Indent.Length));
        foreach (var word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > Indent.Length && line.Length + word.Length > LineWidth)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(Indent).Append(value.StartsWith("- ", StringComparison.Ordinal) ? "  " : string.Empty);
            }

            line.Append(word).Append(' ');
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
