using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Yaml;
using Json.Schema;

namespace Gateway.TestKit.Schemas;

/// <summary>
/// A schema that ships. Its structure follows from what the reader asks; its descriptions are written in the file by hand, what has
/// none yet says so with <see cref="Missing"/>, and so are the <see cref="SchemaRules"/>.
/// </summary>
/// <param name="path">From the root of the repository.</param>
public sealed class SchemaFile(string path)
{
    /// <summary>Stands where a description is to be written.</summary>
    public const string Missing = "describe this";

    /// <summary>With this variable set, the file is written instead of compared.</summary>
    public const string WriteVariable = "GATEWAY_WRITE_SCHEMAS";

    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] First = ["$schema", "title", "description"];

    private readonly Lazy<JsonSchema> compiled = new(() => JsonSchema.FromText(File.ReadAllText(Path.Combine(Root, path))));

    /// <summary>Where the repository is.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The file.</summary>
    public string FullPath => Path.Combine(Root, path);

    /// <summary>The schema, to hold documents against.</summary>
    public JsonSchema Compiled => compiled.Value;

    /// <summary>What the file should be, by what was asked of documents that have every key.</summary>
    public string Expected(IReadOnlyList<YamlMap> roots)
    {
        var described = File.Exists(FullPath) ? JsonNode.Parse(File.ReadAllText(FullPath))! : new JsonObject();
        var structure = SchemaStructure.Of(roots);
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = described["title"]?.DeepClone() ?? Missing,
            ["description"] = described["description"]?.DeepClone() ?? Missing,
        };
        foreach (var (key, value) in structure)
        {
            schema[key] = value?.DeepClone();
        }

        Describe(schema, described);
        return schema.ToJsonString(Layout) + "\n";
    }

    /// <summary>What is wrong with the file; null when nothing is. Writes it instead where <see cref="WriteVariable"/> is set.</summary>
    public string? Fault(IReadOnlyList<YamlMap> roots)
    {
        var expected = Expected(roots);
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
        {
            File.WriteAllText(FullPath, expected);
        }

        var actual = File.Exists(FullPath) ? File.ReadAllText(FullPath) : string.Empty;
        return actual != expected
                ? $"{path} is not what the reader asks for (from '{FirstDifference(actual, expected)}'): "
                    + $"run this test with {WriteVariable}=1, then look for '{Missing}'. "
                    + "A key that the schema had and still should have is reached by no document of this test: add it to one."
            : actual.Contains(Missing, StringComparison.Ordinal) ? $"{path}: write the descriptions that say '{Missing}'"
            : SchemaRules.Stray(JsonNode.Parse(actual)!.AsObject()).ToList() is { Count: > 0 } stray
                ? $"{path}: rules name what is no key or word there, correct them by hand: {string.Join("; ", stray)}"
            : SchemaRules.WrongRanges(JsonNode.Parse(actual)!.AsObject()).ToList() is { Count: > 0 } wrong
                ? $"{path}: correct the descriptions: {string.Join("; ", wrong)}"
            : null;
    }

    private static string FirstDifference(string actual, string expected)
    {
        var lines = expected.Split('\n');
        var same = lines.Zip(actual.Split('\n')).TakeWhile(pair => pair.First == pair.Second).Count();
        return lines[Math.Min(same, lines.Length - 1)].Trim();
    }

    private static void Describe(JsonObject schema, JsonNode? described)
    {
        SchemaRules.Keep(schema, described);
        if (schema["properties"] is JsonObject properties)
        {
            foreach (var (key, value) in properties.ToList())
            {
                var known = (described?["properties"] as JsonObject)?[key];
                properties[key] = Described(value!.AsObject(), known);
            }
        }

        foreach (var inner in (string[])["items", "additionalProperties"])
        {
            if (schema[inner] is JsonObject child)
            {
                Describe(child, described?[inner] as JsonObject);
            }
        }

        if (schema["anyOf"] is JsonArray forms)
        {
            for (var i = 0; i < forms.Count; i++)
            {
                Describe(forms[i]!.AsObject(), (described?["anyOf"] as JsonArray)?.ElementAtOrDefault(i));
            }
        }
    }

    private static JsonObject Described(JsonObject schema, JsonNode? known)
    {
        var described = new JsonObject { ["description"] = known?["description"]?.DeepClone() ?? Missing };
        foreach (var (key, value) in schema.Where(pair => !First.Contains(pair.Key)))
        {
            described[key] = value?.DeepClone();
        }

        Describe(described, known);
        return described;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Gateway.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run in the repository.");
        }

        return folder;
    }
}
