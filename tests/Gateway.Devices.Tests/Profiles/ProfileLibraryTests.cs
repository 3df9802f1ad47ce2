namespace Gateway.Devices.Tests;

public sealed class ProfileLibraryTests : IDisposable
{
    private const string Tail = "points: {a: {address: 0, type: uint16}}\n";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();
    private readonly DirectoryInfo second = Directory.CreateTempSubdirectory();

    public void Dispose()
    {
        folder.Delete(recursive: true);
        second.Delete(recursive: true);
    }

    [Fact]
    public void Load_ShippedProfiles_HaveNoFault()
    {
        var library = ProfileLibrary.Load(ProfileLibrary.ShippedFolder);

        Assert.Empty(library.Faults);
        Assert.Superset(new HashSet<string> { "abb-acs580", "eastron-sdm630", "simulated-cems" }, library.Profiles.Keys.ToHashSet());
    }

    [Fact]
    public void Load_UsersFolder_Adds()
    {
        Write(folder, "p.yaml", ProfileTexts.Head + Tail);

        var library = ProfileLibrary.Load(ProfileLibrary.ShippedFolder, folder.FullName);

        Assert.Empty(library.Faults);
        Assert.Contains("p", library.Profiles.Keys);
    }

    [Fact]
    public void Load_SameNameTwice_KeepsTheFirstAndSaysSo()
    {
        Write(folder, "p.yaml", ProfileTexts.Head + Tail);
        Write(second, "p.yaml", ProfileTexts.Head.Replace("M", "N", StringComparison.Ordinal) + Tail);

        var library = ProfileLibrary.Load(folder.FullName, second.FullName);

        Assert.Contains("'p' is defined already, in ", Assert.Single(library.Faults).ToString(), StringComparison.Ordinal);
        Assert.Equal("M", library.Profiles["p"].Manufacturer);
    }

    [Fact]
    public void Load_FileOfAnotherName_IsAFault()
    {
        Write(folder, "q.yaml", ProfileTexts.Head + Tail);

        var fault = Assert.Single(ProfileLibrary.Load(folder.FullName).Faults);

        Assert.EndsWith("must be named as the file: 'q'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WrongProfile_IsLeftOutAndTheOthersStay()
    {
        Write(folder, "bad.yaml", "name: bad\n");
        Write(folder, "p.yaml", ProfileTexts.Head + Tail);

        var library = ProfileLibrary.Load(folder.FullName);

        Assert.NotEmpty(library.Faults);
        Assert.All(library.Faults, fault => Assert.EndsWith("bad.yaml", fault.File, StringComparison.Ordinal));
        Assert.Equal(["p"], library.Profiles.Keys);
    }

    [Fact]
    public void Load_NoSuchFolder_IsAFault()
    {
        var missing = Path.Combine(folder.FullName, "none");

        Assert.Equal(missing, Assert.Single(ProfileLibrary.Load(missing).Faults).File);
    }

    private static void Write(DirectoryInfo folder, string name, string text) =>
        File.WriteAllText(Path.Combine(folder.FullName, name), text);
}
