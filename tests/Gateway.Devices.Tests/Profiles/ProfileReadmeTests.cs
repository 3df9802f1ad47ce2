using System.Text.RegularExpressions;
using Gateway.Yaml;

namespace Gateway.Devices.Tests;

/// <summary>The page beside the shipped profiles says what is there, leaves no type out, and its examples are right.</summary>
public sealed partial class ProfileReadmeTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(ProfileLibrary.ShippedFolder, "README.md"));

    [Fact]
    public void ExampleOfTheKeys_IsAProfileWithoutFault()
    {
        var profile = ReadExample("example-meter");

        Assert.Equal((11, 2), (profile.Points.Count, profile.Texts.Count));
        Assert.Equal("running", profile.Points.Single(point => point.Name == "state").MeaningOf(2));
    }

    [Fact]
    public void WorkedExample_IsAProfileWithoutFault()
    {
        var profile = ReadExample("volta-m1");

        Assert.Equal(
            ["voltage_l1_v", "current_l1_a", "active_power_kw", "power_factor", "energy_import_kwh", "state"],
            profile.Points.Select(point => point.Field));
    }

    [Fact]
    public void Types_AreAllExplained() =>
        Assert.All(PointTypes.ByName.Keys, type => Assert.Contains($"`{type}`", Page, StringComparison.Ordinal));

    [Fact]
    public void Table_OfTheLibrary_NamesEveryProfileAsItIs()
    {
        var library = ProfileLibrary.Load(ProfileLibrary.ShippedFolder);
        var profiles = library.Profiles.Values.Concat(library.Templates.Values).OrderBy(profile => profile.Name, StringComparer.Ordinal);

        var rows = Page.Split('\n')
            .SkipWhile(line => line != "## The library")
            .Where(line => line.StartsWith("| [", StringComparison.Ordinal));

        Assert.Equal(profiles.Select(Row), rows);
    }

    [Fact]
    public void ExampleOfADevice_ChangesItsProfileWithoutFault()
    {
        var document = YamlDocument.Parse("gateway.yaml", Block("devices:\n"));
        var profiles = ProfileLibrary.Load(ProfileLibrary.ShippedFolder).Profiles;

        var resolved = document.Root.Maps("devices")
            .Select(device => ProfileOverrides.Apply(device, profiles[device.Text("profile")]))
            .ToList();

        Assert.Empty(document.Faults);
        Assert.Equal(20, resolved[0].Points.Single(point => point.Name == "current_l1").Scale);
        Assert.Equal(8, resolved[0].Points.Count);
        Assert.Equal(20202, resolved[1].Points.Single(point => point.Name == "motor_speed").Address);
        Assert.Equal("actual_value_1", Assert.Single(resolved[1].LeftOut).Name);
    }

    private static string Block(string beginning) => Example().Matches(Page).Select(match => match.Groups[1].Value)
        .Single(block => block.StartsWith(beginning, StringComparison.Ordinal));

    private static DeviceProfile ReadExample(string name)
    {
        var document = YamlDocument.Parse($"{name}.yaml", Block($"name: {name} ".TrimEnd()));
        var profile = ProfileReader.Read(document.Root);
        Assert.Empty(document.Faults);
        return profile;
    }

    private static string Row(DeviceProfile profile)
    {
        var state = ProfileStatuses.ByName.Single(status => status.Value == profile.Status).Key;
        return $"| [{profile.Name}]({profile.Name}.yaml) | {profile.Manufacturer}: {string.Join(", ", profile.Models)} | "
            + $"{profile.Measurement} | {profile.Points.Count} | {state} | {profile.Source} |";
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
