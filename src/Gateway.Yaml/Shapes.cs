using System.Globalization;

namespace Gateway.Yaml;

/// <summary>The shapes a value can have. Numbers are read alike in every culture.</summary>
internal static class Shapes
{
    public static readonly Shape<string> Text = new("a text", "", (scalar, out value) =>
    {
        value = scalar.Text;
        return !scalar.IsNull;
    });

    public static readonly Shape<string> Name = new("a name of letters, digits, '_', '-' and '.'", "", (scalar, out value) =>
    {
        value = scalar.Text;
        return !scalar.IsNull && IsName(value);
    })
    { Question = new(YamlKind.Name) };

    // YAML 1.1 also took yes, no, on and off for flags; a country code "no" is not one.
    public static readonly Shape<bool> Flag = new("true or false", false, (scalar, out value) =>
    {
        value = scalar.Text == "true";
        return scalar.IsPlain && scalar.Text is "true" or "false";
    })
    { Hint = Unquote, Question = new(YamlKind.Flag) };

    public static bool IsName(string text) =>
        text.Length is > 0 and <= YamlMap.MaxNameLength
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');

    public static Shape<double> Number(double min, double max) => new($"a number{Range(min, max)}", min, (scalar, out value) =>
        double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && scalar.IsPlain && double.IsFinite(value) && value >= min && value <= max)
    {
        Hint = Unquote,
        Question = new(YamlKind.Number) { Min = min > double.MinValue ? min : null, Max = max < double.MaxValue ? max : null },
    };

    public static Shape<int> Integer(int min, int max) => new($"a whole number from {min} to {max}", min, (scalar, out value) =>
        (TryHex(scalar.Text, out value)
            || int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            && scalar.IsPlain && value >= min && value <= max)
    { Hint = Unquote, Question = new(YamlKind.Integer) { Min = min, Max = max } };

    public static Shape<TimeSpan> Duration(TimeSpan min, TimeSpan max)
    {
        var expected = $"a duration from {Shown.Duration(min)} to {Shown.Duration(max)}, with its unit (ms, s, m, h, d)";
        return new(expected, min, (scalar, out value) => DurationText.TryParse(scalar.Text, out value) && value >= min && value <= max)
        {
            Question = new(YamlKind.Duration) { Expected = expected },
        };
    }

    public static Shape<T> Choice<T>(IReadOnlyDictionary<string, T> allowed) => new(
        $"one of {Shown.List(allowed.Keys)}",
        allowed.Values.First(),
        (scalar, out value) => allowed.TryGetValue(scalar.Text, out value!))
    { Hint = scalar => Spelling.DidYouMean(scalar.Text, allowed.Keys), Question = new(YamlKind.Choice) { Words = [.. allowed.Keys] } };

    private static bool TryHex(string text, out int value)
    {
        value = 0;
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    private static string Range(double min, double max) => (min > double.MinValue, max < double.MaxValue) switch
    {
        (true, true) => $" from {Shown.Number(min)} to {Shown.Number(max)}",
        (true, false) => $" of at least {Shown.Number(min)}",
        (false, true) => $" of at most {Shown.Number(max)}",
        _ => "",
    };

    private static string Unquote(ScalarNode scalar) => scalar.IsPlain ? "" : "; without quotes";
}
