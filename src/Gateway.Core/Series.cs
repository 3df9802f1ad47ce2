using System.Text;

namespace Gateway.Core;

/// <summary>A named stream of readings: what is measured, where, in which unit.</summary>
/// <remarks>All names are made of ASCII letters, digits, '_', '-' and '.', so that they need no escaping anywhere downstream.</remarks>
public sealed record Series
{
    /// <summary>Creates a series.</summary>
    /// <param name="measurement">What it is, e.g. <c>vfd</c>, <c>meter</c>, <c>cems</c>, <c>savings</c>, <c>emission</c>.</param>
    /// <param name="tags">Where it belongs, e.g. <c>device=fan-meter</c>; site and gateway are added when it leaves the gateway.</param>
    /// <param name="field">snake_case with the unit last, e.g. <c>active_power_kw</c>.</param>
    /// <param name="unit">The unit as the field prints it, e.g. <c>kW</c>; empty for a pure number.</param>
    /// <param name="labels">For a coded value: what each code from 0 on means. Empty for a number.</param>
    public Series(string measurement, IReadOnlyList<Tag> tags, string field, string unit, IReadOnlyList<string>? labels = null)
    {
        Measurement = measurement;
        Tags = [.. tags.OrderBy(tag => tag.Key, StringComparer.Ordinal)];
        Field = field;
        Unit = unit;
        Labels = labels ?? [];
        Source = Join(measurement, Tags);
    }

    /// <summary>What it is.</summary>
    public string Measurement { get; }

    /// <summary>Where it belongs, sorted by key.</summary>
    public IReadOnlyList<Tag> Tags { get; }

    /// <summary>The field's name, unit last.</summary>
    public string Field { get; }

    /// <summary>The unit, e.g. <c>kW</c>.</summary>
    public string Unit { get; }

    /// <summary>What each code means, for a coded value.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Measurement and tags, e.g. <c>meter,device=fan-meter</c>: fields of one source and one instant make one point.</summary>
    public string Source { get; }

    /// <summary>The series' unique name, e.g. <c>meter,device=fan-meter active_power_kw</c>.</summary>
    public string Key => $"{Source} {Field}";

    /// <inheritdoc/>
    public bool Equals(Series? other) =>
        other is not null && Key == other.Key && Unit == other.Unit && Labels.SequenceEqual(other.Labels);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Key;

    private static string Join(string measurement, IReadOnlyList<Tag> tags)
    {
        var source = new StringBuilder(measurement);
        foreach (var tag in tags)
        {
            source.Append(',').Append(tag.Key).Append('=').Append(tag.Value);
        }

        return source.ToString();
    }
}

/// <summary>One label of a series, e.g. <c>device=fan-meter</c>.</summary>
public readonly record struct Tag(string Key, string Value);
