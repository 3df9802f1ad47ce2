using System.Globalization;

namespace Gateway.History;

/// <summary>One point of a series.</summary>
/// <param name="Time">Its timestamp.</param>
/// <param name="Fields">Each field's value as line protocol writes it, e.g. <c>12.5</c>, <c>3i</c>, <c>"good"</c>.</param>
public sealed record StoredPoint(DateTimeOffset Time, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>A field's number; null where it is missing or no number.</summary>
    public double? Number(string field) =>
        Fields.TryGetValue(field, out var text)
        && double.TryParse(text.TrimEnd('i', 'u'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
