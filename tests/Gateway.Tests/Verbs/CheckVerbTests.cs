using Gateway.Devices;
using Gateway.Verbs;

namespace Gateway.Tests.Verbs;

public sealed class CheckVerbTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Check_ProfileWithACommissioningCheck_SaysWhatToVerify()
    {
        var lines = Check("""
            links:
              - name: stack
                tcp: 192.0.2.10
                devices: [{ name: analyser, profile: siemens-siprocess-ga700 }]
            """);

        Assert.StartsWith("1 links, 1 devices", lines[0], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length - 1);
        Assert.All(
            lines.Skip(1),
            line => Assert.StartsWith("analyser (siemens-siprocess-ga700): verify: ", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("8N1", "9600 8N1 is what such devices are believed to leave the factory with")]
    [InlineData("8E1", "the line is 9600 8E1, but such devices are believed to leave the factory with 9600 8N1")]
    public void Check_SerialSettingThatNobodyVerified_IsSaidWhetherUsedOrNot(string format, string words)
    {
        var lines = Check($$"""
            links:
              - name: line-1
                serial: /dev/ttyUSB0
                baud: 9600
                format: {{format}}
                devices: [{ name: drive, profile: abb-acs550 }]
            """);

        Assert.Contains(words, Assert.Single(lines.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_VerifiedProfiles_SaysNothingMore() =>
        Assert.Single(Check("""
            links:
              - name: line-1
                serial: /dev/ttyUSB0
                devices: [{ name: meter, profile: eastron-sdm630 }]
            """));

    [Fact]
    public void Check_OwnProfileUnderAShippedName_SaysWhichOneIsUsed()
    {
        var own = folder.CreateSubdirectory("own");
        File.Copy(
            Path.Combine(ProfileLibrary.ShippedFolder, "eastron-sdm630.yaml"), Path.Combine(own.FullName, "eastron-sdm630.yaml"));

        var lines = Check("""
            profiles: own
            links:
              - name: line-1
                serial: /dev/ttyUSB0
                devices: [{ name: meter, profile: eastron-sdm630, skip: ["thd_*"] }]
            """);

        Assert.Equal(
            "meter (eastron-sdm630): your own profile is used, not the one that ships under this name", Assert.Single(lines.Skip(1)));
    }

    private string[] Check(string links)
    {
        var file = Path.Combine(folder.FullName, "gateway.yaml");
        File.WriteAllText(file, $"site: s\ngateway: g\n{links}\n");
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(ExitCode.Done, CheckVerb.Check([file], PlanForm.None, output, errors));
        Assert.Empty(errors.ToString());
        var lines = output.ToString().TrimEnd().Replace(file + ": ", "", StringComparison.Ordinal).Split(Environment.NewLine);
        return [.. lines.Select(line => line.Trim())];
    }
}
