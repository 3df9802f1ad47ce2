using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.TestKit.Schemas;

/// <summary>
/// What a schema says that does not follow from single questions and so is written by hand: which keys exclude or need each other, what a
/// text looks like, how many there may be, defaults.
/// </summary>
public static partial class SchemaRules
{
    private static readonly string[] Keywords =
    [
        "pattern", "patternErrorMessage", "default", "minItems", "maxItems", "minProperties", "maxProperties", "not", "oneOf", "allOf",
        "if", "then", "else", "dependencies",
    ];

    private static readonly string[] Parts = ["not", "oneOf", "allOf", "anyOf", "if", "then", "else", "items"];

    /// <summary>Takes the rules over from the file as it is; what follows from the questions stays.</summary>
    public static void Keep(JsonObject schema, JsonNode? known)
    {
        foreach (var keyword in Keywords.Where(keyword => !schema.ContainsKey(keyword) && known?[keyword] is not null))
        {
            schema[keyword] = known![keyword]!.DeepClone();
        }
    }

    /// <summary>The keys that rules name and that are none, each with its place; a rule whose key went would say nothing.</summary>
    public static IEnumerable<string> Stray(JsonObject schema)
    {
        var rules = new JsonObject();
        Keep(rules, schema);
        var own = Stray(rules, schema);
        var below = Inner(schema).SelectMany(Stray);
        return own.Concat(below);
    }

    /// <summary>The descriptions that tell another range than the schema has: an editor shows the words.</summary>
    public static IEnumerable<string> WrongRanges(JsonObject schema)
    {
        var described = Range().Match(schema["description"]?.GetValue<string>() ?? string.Empty);
        var range = schema["minimum"] is { } min && schema["maximum"] is { } max ? $"{Number(min)} to {Number(max)}"
            : DurationRange().Match(schema["patternErrorMessage"]?.GetValue<string>() ?? string.Empty) is { Success: true } found
                ? $"{found.Groups[1]} to {found.Groups[2]}"
            : null;
        var own = described.Success && range is not null && described.Value != range
            ? [$"{schema.GetPath()} says {described.Value}, but it is {range}"]
            : Array.Empty<string>();
        return own.Concat(Inner(schema).SelectMany(WrongRanges));
    }

    private static string Number(JsonNode value) => value.GetValue<double>().ToString("0.####", CultureInfo.InvariantCulture);

    private static IEnumerable<JsonObject> Inner(JsonObject schema) =>
        (schema["properties"] as JsonObject ?? []).Select(property => property.Value)
            .Append(schema["items"]).Append(schema["additionalProperties"]).Concat(schema["anyOf"] as JsonArray ?? [])
            .OfType<JsonObject>();

    private static IEnumerable<string> Stray(JsonObject rule, JsonObject schema)
    {
        var keys = schema["properties"] as JsonObject ?? [];
        var dependencies = rule["dependencies"] as JsonObject ?? [];
        var named = Texts(rule["required"]).Concat(dependencies.SelectMany(one => Texts(one.Value).Append(one.Key)))
            .Concat((rule["properties"] as JsonObject ?? []).Select(property => property.Key));
        var stray = named.Where(key => !keys.ContainsKey(key)).Distinct().Select(key => Told(rule, schema, key));
        var parts = Parts.SelectMany(part => rule[part] is JsonArray list ? list.AsEnumerable() : [rule[part]])
            .Concat(dependencies.Select(one => one.Value)).OfType<JsonObject>().SelectMany(part => Stray(part, schema));
        var below = from property in rule["properties"] as JsonObject ?? []
                    where property.Value is JsonObject && keys[property.Key] is JsonObject
                    let inner = property.Value!.AsObject()
                    let described = keys[property.Key]!.AsObject()
                    from found in Stray(inner, described).Concat(StrayWords(inner, described))
                    select found;
        const string usersKeys = "additionalProperties";
        var users = rule[usersKeys] is JsonObject each && schema[usersKeys] is JsonObject any ? Stray(each, any) : [];
        return stray.Concat(parts).Concat(below).Concat(users);
    }

    private static IEnumerable<string> StrayWords(JsonObject rule, JsonObject schema) =>
        schema["enum"] is not JsonArray words ? []
        : Texts(rule["enum"]).Concat(Texts(rule["const"])).Except(Texts(words)).Select(word => Told(rule, schema, word));

    private static string Told(JsonObject rule, JsonObject schema, string word) =>
        $"'{word}' in {rule.GetPath()[1..]} of {schema.GetPath()}";

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    [GeneratedRegex(@"-?\d[\d.]*[a-z]* to -?\d[\d.]*[a-z]*(?=[.,])")]
    private static partial Regex Range();

    [GeneratedRegex("^a duration from ([^ ]+) to ([^ ,]+), ")]
    private static partial Regex DurationRange();
}
