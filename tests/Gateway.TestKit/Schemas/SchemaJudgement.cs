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

        var results = schema.Compiled.Evaluate(
            JsonSerializer.SerializeToElement(ToJson(stream.Documents[0].RootNode)),
            new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? [] : Blamed([results, .. results.Details ?? []]);
    }

    // Of what was tried and failed only that which made the whole fail: not the other forms where one is enough, nor conditions.
    private static IReadOnlyList<string> Blamed(IEnumerable<EvaluationResults> results)
    {
        var steps = results.Select(result => new Step(result)).ToList();
        var passed = steps.Where(step => step.IsValid || step.IsTrial || step.IsFormOf(steps)).ToList();
        var blamed = steps.Where(step => !step.IsValid && !passed.Exists(step.IsUnder)).ToList();
        return [.. blamed.SelectMany(step => step.Reasons(blamed).Select(reason => $"{step.Place}: {reason}"))];
    }

    /// <summary>A part of a schema that was held against a part of a document.</summary>
    private sealed class Step(EvaluationResults result)
    {
        private readonly string path = result.EvaluationPath.ToString();

        public string Place { get; } = result.InstanceLocation.ToString();

        public bool IsValid => result.IsValid;

        /// <summary>Whether it failed decides nothing by itself.</summary>
        public bool IsTrial => path.EndsWith("/if", StringComparison.Ordinal) || path.EndsWith("/not", StringComparison.Ordinal);

        public bool IsUnder(Step other) => IsWithin(path, other.path) && IsWithin(Place, other.Place);

        /// <summary>One of several forms, of which another fits.</summary>
        public bool IsFormOf(IEnumerable<Step> steps) =>
            (Parent.EndsWith("/oneOf", StringComparison.Ordinal) || Parent.EndsWith("/anyOf", StringComparison.Ordinal))
                && steps.Count(step => step.IsValid && step.Place == Place && step.Parent == Parent) == 1;

        private string Parent => path[..Math.Max(0, path.LastIndexOf('/'))];

        public string[] Reasons(IEnumerable<Step> blamed) =>
            result.Errors is { Count: > 0 } errors ? [.. errors.Values]
            : blamed.Any(other => other != this && other.IsUnder(this)) ? []
            : ["is what must not be here"];

        private static bool IsWithin(string path, string other) =>
            path.StartsWith(other, StringComparison.Ordinal) && (path.Length == other.Length || path[other.Length] == '/');
    }

    /// <summary>The places alone, as JSON pointers.</summary>
    public static IReadOnlyList<string> Places(SchemaFile schema, string yamlFile) =>
        [.. Faults(schema, yamlFile).Select(fault => fault[..fault.IndexOf(':', StringComparison.Ordinal)]).Distinct()];

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
