using Gateway.Configuration;
using Gateway.Explanation;

namespace Gateway.Tests.Explanation;

/// <summary>
/// Each <c>doubtful/NAME.yaml</c> has no fault and stands beside <c>doubtful/NAME.txt</c>, the warnings that a user is to see.
/// </summary>
public sealed class DoubtTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Configuration", "doubtful");

    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_ADoubtfulFile_ListsExactlyTheExpectedWarnings(string name)
    {
        var file = Path.Combine(Folder, name + ".yaml");
        var expected = File.ReadAllLines(Path.ChangeExtension(file, ".txt"));
        Assert.NotEmpty(expected);
        var read = GatewayFile.Read(file);
        Assert.Empty(read.Faults);
        var warnings = Doubt.Of(read.Value).Select(doubt => doubt.ToString().Replace(Folder + "/", string.Empty, StringComparison.Ordinal));
        Assert.Equal(expected, warnings);
    }

    [Fact]
    public void Cases_AreThere() => Assert.True(Cases.Count >= 4);
}
