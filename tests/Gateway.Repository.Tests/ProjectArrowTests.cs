namespace Gateway.Repository.Tests;

/// <summary>Arrows between projects run host -> adapters -> Core, never sideways.</summary>
public sealed class ProjectArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Gateway.Core"] = [],
        ["Gateway.Energy"] = ["Gateway.Core"],
        ["Gateway.Emissions"] = ["Gateway.Core"],
        ["Gateway.Modbus"] = [],
        ["Gateway.Yaml"] = [],
        ["Gateway.Devices"] = ["Gateway.Core", "Gateway.Modbus", "Gateway.Yaml"],
        ["Gateway.Journal"] = ["Gateway.Core"],
        ["Gateway.History"] = ["Gateway.Core"],
        ["Gateway.Mqtt"] = ["Gateway.Core"],
        ["Gateway.Influx"] = ["Gateway.Core"],
        // A plant that knows its own truth must not share formulas or decoders with what it is to check.
        ["Gateway.Simulators"] = ["Gateway.Modbus", "Gateway.Yaml"],
    };

    private const string Host = "Gateway";

    public static TheoryData<string> Projects => [.. Repository.Files(".csproj", "src", "simulators")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfAProject_GoOnlyWhereTheyMay(string projectFile)
    {
        var project = Path.GetFileNameWithoutExtension(projectFile);
        if (project == Host)
        {
            return;
        }

        Assert.True(Allowed.ContainsKey(project), $"{project} is not in the picture: draw its arrows here and in src/ARCHITECTURE.md.");
        Assert.Empty(Repository.References(projectFile).Except(Allowed[project]));
    }

    [Fact]
    public void References_ToTheHost_ComeFromTestsOnly() =>
        Assert.DoesNotContain(Repository.Files(".csproj", "src", "simulators"), file => Repository.References(file).Contains(Host));

    [Fact]
    public void Core_TakesNoPackage() =>
        Assert.DoesNotContain("PackageReference", Repository.Read("src/Gateway.Core/Gateway.Core.csproj"), StringComparison.Ordinal);

    [Fact]
    public void Calculations_TouchNoDiskNetworkOrClock()
    {
        string[] forbidden = ["System.IO", "System.Net", "TimeProvider", "File.", "Socket", "Stopwatch"];
        var offences =
            from file in Repository.Files(".cs", "src/Gateway.Core", "src/Gateway.Energy", "src/Gateway.Emissions")
            let code = WithoutComments(Repository.Read(file))
            from word in forbidden
            where code.Contains(word, StringComparison.Ordinal)
            select $"{file}: {word}";
        Assert.Empty(offences);
    }

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        var solution = Repository.Read("Gateway.sln").Replace('\\', '/');
        Assert.DoesNotContain(Repository.Files(".csproj"), file => !solution.Contains(file, StringComparison.Ordinal));
    }

    [Fact]
    public void Versions_StandInOnePlace() =>
        Assert.DoesNotContain(Repository.Files(".csproj"), file => Repository.Read(file).Contains(" Version=", StringComparison.Ordinal));

    private static string WithoutComments(string code) =>
        string.Join('\n', code.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
}
