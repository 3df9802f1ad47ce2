using Gateway.Modbus;

namespace Gateway.Devices.Tests;

/// <summary>What holds for every profile that ships.</summary>
public sealed class ShippedProfileTests
{
    private static readonly ProfileLibrary Library = ProfileLibrary.Load(ProfileLibrary.ShippedFolder);

    public static TheoryData<string> Names => [.. Library.Profiles.Keys];

    public static TheoryData<string> Templates => [.. Library.Templates.Keys];

    [Fact]
    public void Load_AllFiles_HaveNoFault() => Assert.Empty(Library.Faults.Select(fault => fault.ToString()));

    [Fact]
    public void Load_TheLibrary_HoldsWhatWasReadAndNoMore()
    {
        var real = Library.Profiles.Values.Where(profile => profile.Name != "simulated-cems").ToList();

        Assert.Equal((37, 7, 8), (
            real.Count(profile => profile.Status == ProfileStatus.Ready),
            real.Count(profile => profile.Status == ProfileStatus.CommissioningCheck),
            Library.Templates.Count));
        Assert.Equal(790, real.Sum(profile => profile.Points.Count));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Plan_EveryProfile_ReadsEveryPointOnceWithinTheLimits(string name)
    {
        var profile = Library.Profiles[name];

        var blocks = ReadPlanner.Plan(profile.Points, profile.Limits).Blocks;

        Assert.Equal(
            profile.Points.Select(point => point.Name).Order(),
            blocks.SelectMany(block => block.Points).Select(point => point.Name).Order());
        Assert.All(blocks, block =>
        {
            Assert.InRange(block.Count, 1, profile.Limits.MaxCount(block.Table));
            Assert.InRange(block.LastAddress, block.Address, ushort.MaxValue);
            Assert.True(profile.Limits.AllowsOneRead(block.Address, block.LastAddress));
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPoint_SaysWhatItMeasures_AndNotItsUnitInTheName(string name) =>
        Assert.All(Library.Profiles[name].Points, point =>
        {
            Assert.NotEqual("", point.Quantity);
            Assert.DoesNotContain(UnitToken.ByUnit.Values, token => point.Name.EndsWith($"_{token}", StringComparison.Ordinal));
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryProfile_NamesItsSource_AndWhatToVerify(string name)
    {
        var profile = Library.Profiles[name];

        Assert.True(profile.Source.Length > 40, "name document and page, or repository and file");
        Assert.Equal(profile.Status == ProfileStatus.CommissioningCheck, profile.Verify.Count > 0);
        Assert.NotEmpty(profile.Models);
        Assert.NotEmpty(profile.Notes);
        Assert.True(profile.Serial is null || SerialLine.TryParseFormat(profile.Serial.Format, out _, out _, out _) is null);
    }

    [Fact]
    public void Names_OverTheLibrary_StandForOneQuantityEach() =>
        Assert.All(
            Library.Profiles.Values.SelectMany(profile => profile.Points).GroupBy(point => point.Name),
            group => Assert.Single(group.Select(point => point.Quantity).Distinct()));

    [Theory]
    [MemberData(nameof(Templates))]
    public void EveryTemplate_LeavesAnAddressOpen_AndIsOfferedToNoDevice(string name)
    {
        Assert.Contains(Library.Templates[name].Points, point => !point.HasAddress);
        Assert.False(Library.Profiles.ContainsKey(name));
    }
}
