using Gateway.Yaml;

namespace Gateway.Devices.Tests;

public sealed class ScreeningReaderTests
{
    private const string Points = """
        points:
          so2: {address: 0, type: float32, unit: mg/m3, min: 0, max: 300, not_available: ["0x7FC00000"], max_rate: 40,
                stuck_after: 30m, stuck_band: 0.2, stuck_except: [0, 300], fresh_by: sequence, fresh_within: 10s}
          sequence: {address: 2, type: uint16}
          energy: {address: 3, type: uint32, unit: kWh, max_rate: 0.5, step_after: 5}
          state: {address: 5, type: uint16, values: {0: off, 1: on}}
          status: {address: 6, type: bits16, bits: {0: {name: calibration, quality: calibration}, 1: {name: door}}, applies_to: [so2]}
        """;

    [Fact]
    public void Read_KeysOfAPoint_AreTakenUp()
    {
        var profile = ProfileTexts.Profile(Points + "\n");

        var so2 = profile.Points[0].Screening;
        Assert.Equal(new RateRule(40), so2.Rate);
        Assert.Equal((TimeSpan.FromMinutes(30), 0.2), (so2.Stuck!.After, so2.Stuck.Band));
        Assert.Equal([0, 300], so2.Stuck.Except);
        Assert.Equal(new FreshRule("sequence", TimeSpan.FromSeconds(10)), so2.Fresh);
        Assert.Equal(new RateRule(0.5, 5, MayFall: true), profile.Points[2].Screening.Rate);
        Assert.Equal(PointScreening.Default, profile.Points[3].Screening);
    }

    [Theory]
    [InlineData(
        "a: {address: 0, type: uint16, max_rate: 0}",
        "p.yaml:7:43: 'max_rate' is '0', but must be a number from 1E-12 to 1000000000000")]
    [InlineData("a: {address: 0, type: uint16, step_after: 4}", "p.yaml:7:45: 'step_after' says more about 'max_rate', which is missing")]
    [InlineData(
        "a: {address: 0, type: uint16, stuck_except: [0]}",
        "p.yaml:7:47: 'stuck_except' says more about 'stuck_after', which is missing")]
    [InlineData(
        "a: {address: 0, type: uint16, fresh_within: 4s}",
        "p.yaml:7:47: 'fresh_within' says more about 'fresh_by', which is missing")]
    [InlineData("a: {address: 0, type: bits16, max_rate: 1}", "p.yaml:7:43: 'a' is a state, which has no rate")]
    [InlineData("a: {address: 0, type: bits16, stuck_after: 1h}", "p.yaml:7:46: 'a' is a state, which may stand still")]
    [InlineData("a: {address: 0, type: uint16, unit: kWh, stuck_after: 1h}", "p.yaml:7:57: 'a' is a counter, which may stand still")]
    [InlineData(
        "beat: {address: 0, type: uint16}\n  b: {address: 1, type: uint16, fresh_by: beta, fresh_within: 4s}",
        "p.yaml:8:43: 'beta' is no other point of this device; did you mean 'beat'?")]
    [InlineData(
        "beat: {address: 0, type: uint16, interval: 10s}\n  b: {address: 1, type: uint16, fresh_by: beat, fresh_within: 10s}",
        "p.yaml:8:63: 'b' would be stale after 10s, but 'beat', which shows that it is fresh, is read every 10s: make fresh_within longer")]
    public void Read_WhatMakesNoSense_IsOneFaultWithItsPlace(string points, string fault) =>
        Assert.Equal([fault], ProfileTexts.Read($"points:\n  {points}\n").Faults.Select(found => found.ToString()));

    [Fact]
    public void Read_OfADevice_SwitchesRulesForAllOrOneAndChangesOnlyTheKeysThatAreThere()
    {
        var (profile, faults) = Screened("rate: off\npoints: {so2: {max_rate: 20, range: off}, energy: {rate: on}}\n");

        Assert.Empty(faults);
        var (so2, energy) = (profile.Points[0].Screening, profile.Points[2].Screening);
        Assert.Equal((ScreeningRules.Rate | ScreeningRules.Range, new RateRule(20)), (so2.Off, so2.Rate));
        Assert.Equal(TimeSpan.FromMinutes(30), so2.Stuck!.After);
        Assert.Equal((ScreeningRules.None, new RateRule(0.5, 5, MayFall: true)), (energy.Off, energy.Rate));
        Assert.Equal(ScreeningRules.Rate, profile.Points[3].Screening.Off);
    }

    [Fact]
    public void Describe_Points_NamesEachRuleWithWhatItJudgesBy()
    {
        var points = Screened("status: off\n").Profile.Points;

        Assert.Equal(
            [
                "sentinel: 0x7FC00000",
                "range: 0 to 300 mg/m3",
                "status: off",
                "rate: at most 40 mg/m3 per second; a step is accepted after 3 readings",
                "stuck: no change within 0.2 mg/m3 for 30m, except at 0, 300",
                "stale: no change of sequence for more than 10s",
            ],
            ScreeningText.Describe(points[0], points));
        Assert.Empty(ScreeningText.Describe(points[1], points));
        Assert.Equal(
            ["rate: at most 0.5 kWh per second, a fall is not judged; a step is accepted after 5 readings"],
            ScreeningText.Describe(points[2], points));
        Assert.Equal(["range: a code that the profile names"], ScreeningText.Describe(points[3], points));
    }

    [Fact]
    public void ShippedProfiles_JudgeByNothingThatNoDatasheetSays() => Assert.All(
        ProfileLibrary.Load(ProfileLibrary.ShippedFolder).Profiles.Values.SelectMany(profile => profile.Points),
        point => Assert.Equal(PointScreening.Default, point.Screening));

    private static (DeviceProfile Profile, IReadOnlyList<YamlFault> Faults) Screened(string text)
    {
        var document = YamlDocument.Parse("gateway.yaml", text);
        var profile = DeviceScreeningReader.Read(document.Root, ProfileTexts.Profile(Points + "\n"));
        document.Root.RejectUnknownKeys();
        return (profile, document.Faults);
    }
}
