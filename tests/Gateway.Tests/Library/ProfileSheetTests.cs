using System.Text.Json;
using Gateway.Devices;
using Gateway.Library;

namespace Gateway.Tests.Library;

public sealed class ProfileSheetTests
{
    private static readonly ProfileLibrary Shipped = ProfileLibrary.Load(ProfileLibrary.ShippedFolder);

    public static TheoryData<string> Names => [.. Shipped.Profiles.Keys.Concat(Shipped.Templates.Keys)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_AnyProfile_ShowsEveryPointAndAllThatIsToBeKnown(string name)
    {
        var profile = Shipped.Profiles.GetValueOrDefault(name) ?? Shipped.Templates[name];
        var sheet = ProfileSheet.Of(profile, Shipped.FileOf(name));

        var text = ProfileSheetText.Write(sheet);

        var lines = text.Split('\n');
        Assert.All(profile.Points, point => Assert.Contains(lines, line => line.StartsWith(point.Name + " ", StringComparison.Ordinal)));
        Assert.All(profile.Texts, entry => Assert.Contains(lines, line => line.StartsWith(entry.Name + " ", StringComparison.Ordinal)));
        var flowing = string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.All(profile.Verify.Concat(profile.Notes).Append(profile.Source), words => Assert.Contains(
            string.Join(' ', words.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), flowing, StringComparison.Ordinal));
        Assert.Equal(profile.Serial is { Verified: false }, text.Contains("(not verified: look it up", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_APoint_SaysWhereAndHow()
    {
        var text = ProfileSheetText.Write(ProfileSheet.Of(Shipped.Profiles["abb-acs580"], "f"));

        Assert.Matches(@"motor_speed +holding 20201 \(420202\) +int32 +CDAB +0\.01 +rpm +speed +- +-", text);
        Assert.Contains("serial    19200 8E1, unit 1 from the factory\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AStatusWord_SaysWhatItsBitsMakeOfWhichPoints()
    {
        var text = ProfileSheetText.Write(ProfileSheet.Of(Shipped.Profiles["sick-gm32"], "f"));

        Assert.Contains("- bit 8 check_cycle -> quality calibration", text, StringComparison.Ordinal);
        Assert.Contains("for       component_1_value\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_OfATemplate_LeavesTheAddressOut()
    {
        var sheet = ProfileSheet.Of(Shipped.Templates["generic-dust-monitor"], "f");

        var json = JsonDocument.Parse(JsonSerializer.Serialize(sheet, LibraryJson.Default.ProfileSheet)).RootElement;

        Assert.Equal("template", json.GetProperty("state").GetString());
        var dust = json.GetProperty("points")[0];
        Assert.Equal("dust_mg_m3", dust.GetProperty("field").GetString());
        Assert.False(dust.TryGetProperty("address", out _));
    }

    [Fact]
    public void Summaries_WithWords_AreThoseInWhichAllOccur()
    {
        Assert.Equal(Names.Count, ProfileSummary.Of(Shipped, []).Count);
        Assert.Equal(
            ["siemens-sinamics-g120", "siemens-sinamics-v20"],
            ProfileSummary.Of(Shipped, ["SIEMENS", "vfd"]).Select(summary => summary.Name));
        Assert.All(ProfileSummary.Of(Shipped, ["template"]), summary => Assert.Equal("template", summary.State));
    }
}
