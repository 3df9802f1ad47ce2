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
    public void Load_SameNameTwice_TakesTheLaterAndMarksIt()
    {
        Write(folder, "p.yaml", ProfileTexts.Head + Tail);
        Write(second, "p.yaml", ProfileTexts.Head.Replace("M", "N", StringComparison.Ordinal) + Tail);

        var library = ProfileLibrary.Load(folder.FullName, second.FullName);

        Assert.Empty(library.Faults);
        Assert.Equal(("N", true), (library.Profiles["p"].Manufacturer, library.Profiles["p"].IsReplacement));
        Assert.Equal(Path.Combine(second.FullName, "p.yaml"), library.FileOf("p"));
    }

    [Fact]
    public void Load_TemplateOfAShippedName_TakesItsPlace()
    {
        Write(folder, "p.yaml", ProfileTexts.Head + Tail);
        Write(second, "p.yaml", "status: template\n" + ProfileTexts.Head + "points: {a: {type: uint16}}\n");

        var library = ProfileLibrary.Load(folder.FullName, second.FullName);

        Assert.Empty(library.Profiles);
        Assert.True(library.Templates["p"].IsReplacement);
    }

    [Fact]
    public void Load_FaultyReplacement_LeavesTheOtherAndSaysSo()
    {
        Write(folder, "p.yaml", ProfileTexts.Head + Tail);
        Write(second, "p.yaml", "name: p\n");

        var library = ProfileLibrary.Load(folder.FullName, second.FullName);

        Assert.NotEmpty(library.Faults);
        Assert.True(library.IsFaulty("p"));
        Assert.False(library.Profiles["p"].IsReplacement);
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
