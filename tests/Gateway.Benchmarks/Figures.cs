using System.Globalization;
using System.Text.Json;

namespace Gateway.Benchmarks;

/// <summary>What a run measured, by name; the unit is the name's end (<c>cpu_us_per_request</c>).</summary>
internal sealed class Figures
{
    private readonly List<KeyValuePair<string, double>> values = [];

    public IReadOnlyList<KeyValuePair<string, double>> Values => values;

    public double this[string name] => values.Find(value => value.Key == name) is { Key: not null } found
        ? found.Value
        : throw new KeyNotFoundException($"No figure '{name}' among {string.Join(", ", values.Select(value => value.Key))}.");

    public Figures Add(string name, double value)
    {
        values.Add(new(name, value));
        return this;
    }

    public Figures Add(Figures others)
    {
        values.AddRange(others.values);
        return this;
    }

    public bool Has(string name) => values.Exists(value => value.Key == name);

    /// <summary>Each figure's median over the rounds, which all have the same figures.</summary>
    public static Figures MedianOf(IReadOnlyList<Figures> rounds)
    {
        var medians = new Figures();
        foreach (var name in rounds[0].values.Select(value => value.Key))
        {
            double[] sorted = [.. rounds.Select(round => round[name]).Order()];
            medians.Add(name, (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2);
        }

        return medians;
    }

    /// <summary>Figure by figure, this over the peer's, where both have it and it is not zero.</summary>
    public Figures Over(Figures peer)
    {
        var ratios = new Figures();
        foreach (var (name, value) in values.Where(value => peer.Has(value.Key) && peer[value.Key] != 0))
        {
            ratios.Add(name, value / peer[name]);
        }

        return ratios;
    }

    /// <summary>Reads what a measured program printed last: one JSON object of numbers.</summary>
    public static Figures Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var figures = new Figures();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            figures.Add(property.Name, property.Value.GetDouble());
        }

        return figures;
    }

    /// <summary>Writes them as one object, to four significant digits: more are noise.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, value) in values)
        {
            json.WriteNumber(name, Rounded(value));
        }

        json.WriteEndObject();
    }

    /// <summary>What <see cref="Parse"/> reads, to the last digit.</summary>
    public string ToJson() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        foreach (var (name, value) in values)
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
    });

    public override string ToString() => JsonText.Of(WriteTo);

    private static decimal Rounded(double value) =>
        decimal.Parse(value.ToString("G4", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
}
