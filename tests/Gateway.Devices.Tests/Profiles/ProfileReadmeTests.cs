using System.Text.RegularExpressions;
using Gateway.Yaml;

namespace Gateway.Devices.Tests;

/// <summary>The page that explains the profiles' keys: its example is a profile, and no type is left out.</summary>
public sealed partial class ProfileReadmeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(ProfileLibrary.ShippedFolder, "README.md"));

    [Fact]
    public void Example_IsAProfileWithoutFault()
    {
        var document = YamlDocument.Parse("example-meter.yaml", Example().Match(Text).Groups[1].Value);

        var profile = ProfileReader.Read(document.Root);

        Assert.Empty(document.Faults);
        Assert.Equal((11, 2), (profile.Points.Count, profile.Texts.Count));
        Assert.Equal("running", profile.Points.Single(point => point.Name == "state").MeaningOf(2));
    }

    [Fact]
    public void Types_AreAllExplained() =>
        Assert.All(PointTypes.ByName.Keys, type => Assert.Contains($"`{type}`", Text, StringComparison.Ordinal));

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
