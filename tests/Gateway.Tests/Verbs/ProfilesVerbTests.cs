using Gateway.Devices;
using Gateway.Library;
using Gateway.Verbs;

namespace Gateway.Tests.Verbs;

/// <summary>Beginning and checking profiles of one's own.</summary>
public sealed class ProfilesVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();
    private readonly StringWriter output = new();

    private string Own => Path.Combine(folder.FullName, "own");

    public void Dispose()
    {
        folder.Delete(recursive: true);
        output.Dispose();
    }

    [Fact]
    public void Show_PointWithRules_SaysWhatItIsJudgedBy()
    {
        var text = StartingProfile.New("draft").Replace(
            "scale: 0.1, unit: V}", "scale: 0.1, unit: V, max_rate: 50, stuck_after: 10m}", StringComparison.Ordinal);
        Directory.CreateDirectory(Own);
        File.WriteAllText(Path.Combine(Own, "draft.yaml"), text);
        var (profile, file) = ProfileArguments.Find("draft", Own);
        var shown = ProfileSheetText.Write(ProfileSheet.Of(profile, file));
        Assert.Contains("judged    - rate: at most 50 V per second", shown, StringComparison.Ordinal);
        Assert.Contains("- stuck: ", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_WithoutSource_IsATemplateThatSaysHowToGoOn()
    {
        await ProfilesNewVerb.WriteAsync("volta-m1", null, Own, output);

        var file = Path.Combine(Own, "volta-m1.yaml");
        Assert.Contains($"gateway profiles check {file}", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ProfileStatus.Template, ProfileLibrary.ReadFile(file).Profile!.Status);
    }

    [Fact]
    public async Task New_FilledIn_IsUsable()
    {
        await ProfilesNewVerb.WriteAsync("volta-m1", null, Own, output);
        var file = Path.Combine(Own, "volta-m1.yaml");
        var lines = (await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken))
            .Where(line => !line.StartsWith("status:", StringComparison.Ordinal))
            .Select((line, index) => line.Replace("{type", $"{{address: {2 * index}, type", StringComparison.Ordinal));
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);

        Assert.Equal(["volta-m1"], ProfileLibrary.Load(Own).Profiles.Keys);
    }

    [Fact]
    public async Task New_FromAShippedProfileOfThatName_IsItsEqualAndTakesItsPlace()
    {
        await ProfilesNewVerb.WriteAsync("eastron-sdm630", "eastron-sdm630", Own, output);

        var library = ProfileLibrary.Load(ProfileLibrary.ShippedFolder, Own);
        Assert.Contains("note: a profile of this name ships", output.ToString(), StringComparison.Ordinal);
        Assert.True(library.Profiles["eastron-sdm630"].IsReplacement);
        Assert.Equal(58, library.Profiles["eastron-sdm630"].Points.Count);
        Assert.True(ProfileSummary.Of(library, ["sdm630"]).Single().Own);
    }

    [Fact]
    public async Task New_FileThatIsThere_StaysAsItIs()
    {
        Directory.CreateDirectory(Own);
        var file = Path.Combine(Own, "mine.yaml");
        await File.WriteAllTextAsync(file, "years of work", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<NamedFailure>(() => ProfilesNewVerb.WriteAsync("mine", null, Own, output));

        Assert.Contains("is there already", failure.Message, StringComparison.Ordinal);
        Assert.Equal("years of work", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task New_IntoTheFolderThatShips_IsRefused() => Assert.Contains(
        "which the next release replaces",
        (await Assert.ThrowsAsync<NamedFailure>(() =>
            ProfilesNewVerb.WriteAsync("mine", null, ProfileLibrary.ShippedFolder + "/", output))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Check_AFolder_ListsEveryFaultAndWhatIsSound()
    {
        Directory.CreateDirectory(Own);
        File.WriteAllText(Path.Combine(Own, "bad.yaml"), "name: bad\n");
        File.WriteAllText(Path.Combine(Own, "draft.yaml"), StartingProfile.New("draft"));
        using var errors = new StringWriter();

        var exitCode = ProfilesCheckVerb.Check([Own], output, errors);

        Assert.Equal(ExitCode.WrongConfiguration, exitCode);
        Assert.EndsWith(
            "draft.yaml: MAKER MODEL, meter, 3 points; no fault; a template: 3 points have no address yet",
            output.ToString().TrimEnd(),
            StringComparison.Ordinal);
        Assert.All(errors.ToString().TrimEnd().Split('\n'), line => Assert.Matches(@"bad\.yaml:\d+:\d+: ", line));
    }

    [Fact]
    public void Check_TheLibrary_HasNoFault()
    {
        using var errors = new StringWriter();

        Assert.Equal(ExitCode.Done, ProfilesCheckVerb.Check([ProfileLibrary.ShippedFolder], output, errors));
        Assert.Empty(errors.ToString());
    }
}
