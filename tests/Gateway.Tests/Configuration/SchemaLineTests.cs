using System.Text.Json.Nodes;
using Gateway.TestKit.Schemas;
using Gateway.Verbs;

namespace Gateway.Tests.Configuration;

/// <summary>A file names its schema in its first line, wherever it stands: in the source tree, beside the program, with the user.</summary>
public sealed class SchemaLineTests
{
    private const string Mark = "# yaml-language-server: $schema=";
    private static readonly string Program = AppContext.BaseDirectory;
    private static readonly string[] SourceFolders = ["deploy", "simulators/Gateway.Simulators/scenarios", "src/Gateway.Devices/profiles"];
    private static readonly string[] ProgramFolders = ["scenarios", "profiles"];

    private static readonly Dictionary<string, string> SchemaOf = new()
    {
        ["gateway"] = "deploy/schemas/gateway.schema.json",
        ["bridge"] = "deploy/schemas/bridge.schema.json",
        ["profile"] = "src/Gateway.Devices/profiles/profile.schema.json",
        ["scenario"] = "simulators/Gateway.Simulators/scenarios/scenario.schema.json",
    };

    public static TheoryData<string> InTheSourceTree => Below(SchemaFile.Root, SourceFolders);

    public static TheoryData<string> BesideTheProgram => Below(Program, ProgramFolders);

    [Theory]
    [MemberData(nameof(InTheSourceTree))]
    public void FirstLine_InTheSourceTree_NamesTheSchema(string file) =>
        Assert.Equal(Path.Combine(SchemaFile.Root, SchemaOf[KindOf(file)]), NamedSchema(Path.Combine(SchemaFile.Root, file)));

    /// <summary>The folders stand in another row there than in the source tree.</summary>
    [Theory]
    [MemberData(nameof(BesideTheProgram))]
    public void FirstLine_BesideTheProgram_NamesTheSchema(string file) => Assert.Equal(
        File.ReadAllText(Path.Combine(SchemaFile.Root, SchemaOf[KindOf(file)])),
        File.ReadAllText(NamedSchema(Path.Combine(Program, file))));

    [Theory]
    [InlineData("schemas/gateway.schema.json", "gateway")]
    [InlineData("schemas/bridge.schema.json", "bridge")]
    public void Schema_BesideTheProgram_IsThatOfTheSourceTree(string file, string kind) => Assert.Equal(
        File.ReadAllText(Path.Combine(SchemaFile.Root, SchemaOf[kind])), File.ReadAllText(Path.Combine(Program, file)));

    [Theory]
    [InlineData(null)]
    [InlineData("eastron-sdm630")]
    [InlineData("generic-gas-analyser")]
    public async Task ProfilesNew_AlsoASecondTime_NamesTheSchemaThatItPutsBesideTheFile(string? from)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await ProfilesNewVerb.WriteAsync("volta-m1", from, folder.FullName, TextWriter.Null);
            await ProfilesNewVerb.WriteAsync("volta-m2", from, folder.FullName, TextWriter.Null);

            var file = Path.Combine(folder.FullName, "volta-m2.yaml");
            Assert.Equal(Path.Combine(folder.FullName, "profile.schema.json"), NamedSchema(file));
            Assert.Single(File.ReadLines(file), line => line.StartsWith(Mark, StringComparison.Ordinal));
            Assert.Empty(SchemaJudgement.Faults(new SchemaFile(SchemaOf["profile"]), file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TheoryData<string> Below(string root, IEnumerable<string> folders) =>
    [
        .. folders.SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "*.yaml", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal),
    ];

    private static string KindOf(string file) =>
        Path.GetFileName(Path.GetDirectoryName(file)) == "profiles" ? "profile" : Path.GetFileNameWithoutExtension(file);

    /// <summary>The schema that a file's first line leads to; in the source tree by way of one that only refers to another.</summary>
    private static string NamedSchema(string file)
    {
        var line = File.ReadLines(file).First();
        Assert.StartsWith(Mark, line, StringComparison.Ordinal);
        var named = Path.GetFullPath(line[Mark.Length..], Path.GetDirectoryName(file)!);
        Assert.True(File.Exists(named), $"{file} names the schema {named}, which is not there");
        return JsonNode.Parse(File.ReadAllText(named))!["$ref"] is { } other
            ? Path.GetFullPath(other.GetValue<string>(), Path.GetDirectoryName(named)!)
            : named;
    }
}
