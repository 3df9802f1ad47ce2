namespace Gateway.Devices.Tests;

/// <summary>
/// Each <c>broken/NAME.yaml</c> stands beside <c>broken/NAME.txt</c>, the faults that a user is to see. A case more is two files more.
/// </summary>
public sealed class BrokenProfileTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Profiles", "broken");

    public static TheoryData<string> Cases =>
        [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ReadFile_ABrokenProfile_ListsExactlyTheExpectedFaults(string name)
    {
        var file = Path.Combine(Folder, name + ".yaml");

        var faults = ProfileLibrary.ReadFile(file).Faults;

        Assert.Equal(
            File.ReadAllLines(Path.ChangeExtension(file, ".txt")),
            faults.Select(fault => (fault with { File = Path.GetFileName(fault.File) }).ToString()));
    }

    [Fact]
    public void Cases_AreThere() => Assert.True(Cases.Count >= 15);
}
