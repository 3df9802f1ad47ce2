using Gateway.Configuration;

namespace Gateway.Tests.Configuration;

/// <summary>
/// Each <c>broken/NAME.yaml</c> stands beside <c>broken/NAME.txt</c>, the faults that a user is to see. A case more is two files more.
/// </summary>
public sealed class BrokenConfigurationTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Configuration", "broken");

    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Read_ABrokenFile_ListsExactlyTheExpectedFaults(string name)
    {
        var file = Path.Combine(Folder, name + ".yaml");
        var expected = File.ReadAllLines(Path.ChangeExtension(file, ".txt"));
        var faults = IsBridge(file) ? BridgeFile.Read(file).Faults : GatewayFile.Read(file).Faults;
        Assert.Equal(expected, faults.Select(fault => (fault with { File = Path.GetFileName(fault.File) }).ToString()));
    }

    [Fact]
    public void Cases_AreThere() => Assert.True(Cases.Count >= 40);

    private static bool IsBridge(string file) => Path.GetFileName(file).StartsWith("bridge", StringComparison.Ordinal);
}
