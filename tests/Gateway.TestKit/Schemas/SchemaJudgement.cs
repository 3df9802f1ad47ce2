using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gateway.TestKit.Schemas;

/// <summary>A YAML file held against a schema, as an editor does it.</summary>
public static class SchemaJudgement
{
    /// <summary>Where the document does not follow the schema, and why; empty where it does.</summary>
    public static IReadOnlyList<string> Faults(SchemaFile schema, string yamlFile)
    {
        var stream = new YamlStream();
        using (var reader = new StreamReader(yamlFile))
        {
            stream.Load(reader);
        }

        var results = JsonSchema.FromText(File.ReadAllText(schema.FullPath)).Evaluate(
            JsonSerializer.SerializeToElement(ToJson(stream.Documents[0].RootNode)),
            new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid
            ? []
            : [.. (results.Details ?? []).SelectMany(detail => (detail.Errors ?? new Dictionary<string, string>())
                .Select(error => $"{detail.InstanceLocation}: {error.Value}"))];
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(
            pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, ToJson(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var text } => Plain(text!),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };

    // The core schema of YAML 1.2, section 10.3.
    private static JsonValue? Plain(string text) =>
        text is "" or "~" or "null" ? null
        : text is "true" or "false" ? JsonValue.Create(text == "true")
        : text.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)
            ? JsonValue.Create(hex)
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? JsonValue.Create(number)
        : JsonValue.Create(text);
}
