using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Yaml;

namespace Gateway.TestKit.Schemas;

/// <summary>The JSON Schema that follows from what a reader asked of a number of documents, all of which together have every key.</summary>
public static partial class SchemaStructure
{
    private const string DurationPattern = "^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$";
    private const string NamePattern = "^[A-Za-z0-9_.-]{1,64}$";
    private const string KeyPattern = "^-?(0x[0-9A-Fa-f]+|[0-9]+)$|^[A-Za-z0-9_.-]{1,64}$";

    // Which profiles there are depends on the user's own folder.
    private const string ProfileKey = "profile";

    /// <summary>The schema of an object that was read as these mappings.</summary>
    public static JsonObject Of(IReadOnlyList<YamlMap> maps)
    {
        var schema = new JsonObject { ["type"] = "object" };
        var keys = maps.SelectMany(map => map.Questions.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (maps.Any(map => map.HasFreeKeys) || keys.Exists(key => Number().IsMatch(key)))
        {
            schema["propertyNames"] = new JsonObject { ["pattern"] = KeyPattern };
            schema["additionalProperties"] = keys.Count > 0 ? OfKeys(maps, keys) : new JsonObject();
            return schema;
        }

        schema["additionalProperties"] = false;
        var required = keys.Where(key => maps.All(map => map.IsRequired(key))).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray([.. required.Select(key => (JsonNode)key)]);
        }

        var properties = new JsonObject();
        foreach (var key in keys)
        {
            properties[key] = OfKeys(maps, [key]);
        }

        schema["properties"] = properties;
        return schema;
    }

    private static JsonObject OfKeys(IReadOnlyList<YamlMap> maps, IReadOnlyList<string> keys)
    {
        var questions = (from map in maps from key in keys where map.Questions.ContainsKey(key) select map.Questions[key]).ToList();
        var kinds = questions.Select(question => question.Kind).Distinct().ToList();
        if (kinds.Count > 1)
        {
            kinds.RemoveAll(kind => kind is YamlKind.Any || (kind is YamlKind.Text && keys is [ProfileKey]));
        }

        var forms = kinds.Order().Select(kind => Form(kind, [.. questions.Where(question => question.Kind == kind)], maps, keys)).ToArray();
        return forms.Length == 1 ? forms[0] : new JsonObject { ["anyOf"] = new JsonArray([.. forms]) };
    }

    private static JsonObject Form(
        YamlKind kind, IReadOnlyList<YamlQuestion> questions, IReadOnlyList<YamlMap> maps, IReadOnlyList<string> keys) => kind switch
        {
            YamlKind.Choice when keys is [ProfileKey] => AnyScalar(),
            YamlKind.Choice => Choice([.. questions.SelectMany(question => question.Words).Where(word => word.Length > 0).Distinct()
                .Order(StringComparer.Ordinal)]),
            YamlKind.Name => With(AnyScalar(), "pattern", NamePattern),
            YamlKind.Number => Ranged("number", questions),
            YamlKind.Integer => Ranged("integer", questions),
            YamlKind.Flag => new JsonObject { ["type"] = "boolean" },
            YamlKind.Duration => new JsonObject
            {
                ["type"] = "string",
                ["pattern"] = DurationPattern,
                ["patternErrorMessage"] = string.Join(", or ", questions.Select(question => question.Expected).Distinct()),
            },
            YamlKind.Mapping => Of(At(maps, keys)),
            YamlKind.Mappings => new JsonObject { ["type"] = "array", ["items"] = Of(At(maps, keys)) },
            YamlKind.Numbers => new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "number" } },
            YamlKind.Texts => new JsonObject { ["type"] = "array", ["items"] = AnyScalar() },
            _ => AnyScalar(),
        };

    // To YAML, 8E1 is the number 80: where a word looks like one, an editor can only propose.
    private static JsonObject Choice(IReadOnlyList<string> words)
    {
        var list = new JsonArray([.. words.Select(word => (JsonNode)word)]);
        return words.Any(word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            ? With(AnyScalar(), "examples", list)
            : new JsonObject { ["enum"] = list };
    }

    private static List<YamlMap> At(IReadOnlyList<YamlMap> maps, IReadOnlyList<string> keys) =>
        [.. from map in maps from key in keys from child in map.ReadAt(key) select child];

    // What stands there unquoted may look like a number to YAML.
    private static JsonObject AnyScalar() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    private static JsonObject Ranged(string type, IReadOnlyList<YamlQuestion> questions)
    {
        var schema = new JsonObject { ["type"] = type };
        if (questions.All(question => question.Min is not null))
        {
            schema["minimum"] = questions.Min(question => question.Min);
        }

        if (questions.All(question => question.Max is not null))
        {
            schema["maximum"] = questions.Max(question => question.Max);
        }

        return schema;
    }

    private static JsonObject With(JsonObject schema, string key, JsonNode value)
    {
        schema[key] = value;
        return schema;
    }

    [GeneratedRegex("^-?(0x[0-9A-Fa-f]+|[0-9]+)$")]
    private static partial Regex Number();
}
