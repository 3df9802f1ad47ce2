using System.IO.Enumeration;
using Gateway.Yaml;

namespace Gateway.Devices.Tests;

/// <summary>What one device does differently from its profile.</summary>
public sealed class ProfileOverridesTests
{
    private const string Meter = """
        byte_order: ABCD
        max_registers: 60
        holes: [50-59]
        splits: [70]
        points:
          power: {address: 10, type: int16, scale_from: exponent, unit: kW, min: -100, max: 100}
          exponent: {address: 11, type: int16}
          current: {address: 12, type: uint32, scale: 0.001, unit: A}
          speed: {address: 14, type: float32, byte_order: DCBA, scale: 0.1, unit: rpm}
          so2: {address: 20, type: float32, quantity: concentration}
          state: {address: 30, type: bits16, bits: {0: {name: calibration, quality: calibration}}, applies_to: [so2, power]}
          lamp: {address: 31, type: bits16, bits: {0: {name: lit}}, applies_to: [so2]}
        texts:
          name: {address: 40, length: 4}
          firmware: {address: 44, type: uint32}
        """;

    [Fact]
    public void Apply_NothingSaid_IsTheProfile()
    {
        var (profile, resolved, faults) = Apply("name: meter");

        Assert.Empty(faults);
        Assert.Equal(profile.Points.Select(point => point.Name), resolved.Points.Select(point => point.Name));
        Assert.Empty(resolved.LeftOut);
    }

    [Fact]
    public void Apply_PointsKeys_ReplaceThoseOfTheProfile()
    {
        var point = Resolved("points: {power: {interval: 10s, min: -5, max: 5}, current: {scale: 0.02}}", "power", "current");

        Assert.Equal((TimeSpan.FromSeconds(10), -5.0, 5.0), (point["power"].Interval!.Value, point["power"].Min, point["power"].Max));
        Assert.Equal((0.02, "A"), (point["current"].Scale, point["current"].Unit));
    }

    [Fact]
    public void Apply_Unit_RenamesTheFieldAndKeepsTheQuantityThatTheProfileNames()
    {
        var point = Resolved("points: {so2: {unit: mg/m3}, speed: {unit: Hz}}", "so2", "speed");

        Assert.Equal(("so2_mg_m3", "concentration"), (point["so2"].Field, point["so2"].Quantity));
        Assert.Equal(("speed_hz", "frequency"), (point["speed"].Field, point["speed"].Quantity));
    }

    [Fact]
    public void Apply_ByteOrder_IsThatOfEveryPointWithoutOneOfItsOwn()
    {
        var resolved = Sound("byte_order: CDAB");

        Assert.Equal(ByteOrder.Cdab, resolved.Points.Single(point => point.Name == "current").Order);
        Assert.Equal(ByteOrder.Dcba, resolved.Points.Single(point => point.Name == "speed").Order);
        Assert.Equal([ByteOrder.Abcd, ByteOrder.Cdab], resolved.Texts.Select(text => text.Order));
    }

    [Fact]
    public void Apply_AddressOffset_MovesAllThatWasCountedFromTheSameBase()
    {
        var resolved = Sound("address_offset: -1");

        Assert.Equal([9, 10, 11, 13, 19, 29, 30], resolved.Points.Select(point => (int)point.Address));
        Assert.Equal([39, 43], resolved.Texts.Select(text => (int)text.Address));
        Assert.Equal([new AddressRange(49, 58)], resolved.Limits.Holes);
        Assert.Equal([69], resolved.Limits.Splits);
    }

    [Fact]
    public void Apply_MaxRegisters_IsTheNewLimit() => Assert.Equal(8, Sound("max_registers: 8").Limits.MaxRegisters);

    [Fact]
    public void Apply_Skip_LeavesOutAndNoStatusSpeaksForWhatIsNotThere()
    {
        var resolved = Sound("skip: [so2, \"l*\"]");

        Assert.Equal(["so2", "lamp"], resolved.LeftOut.Select(point => point.Name));
        Assert.Equal(["power"], resolved.Points.Single(point => point.Name == "state").Status!.AppliesTo);
    }

    [Fact]
    public void Apply_Only_TakesScaleAndJudgingStatusAlong() =>
        Assert.Equal(["power", "exponent", "state"], Sound("only: [power]").Points.Select(point => point.Name));

    [Theory]
    [InlineData("skip: [exponent]", "2:7: 'power' takes its scale from 'exponent': poll that one, or skip both")]
    [InlineData("skip: [\"*\"]", "2:7: no point is left: name at least one that is polled")]
    [InlineData("only: []", "2:7: no point is left: name at least one that is polled")]
    [InlineData("only: [so2]\nskip: [power]", "3:7: give either 'only', the points that are polled, or 'skip', those that are not")]
    [InlineData("only: [s02]", "2:7: 's02' is no point of 'p'; did you mean 'so2'?")]
    [InlineData("skip: [energy]", "2:7: 'energy' is no point of 'p': 'gateway profiles show p' lists them")]
    [InlineData("address_offset: -11", "2:17: it would move 'power' from 10 to -1: addresses go from 0 to 65535")]
    [InlineData("address_offset: 65530", "2:17: it would move 'power' from 10 to 65540: addresses go from 0 to 65535")]
    [InlineData("max_registers: 1", "2:16: 'name' takes 4 registers, more than max_registers allows in one read")]
    [InlineData("max_registers: 0", "2:16: 'max_registers' is '0', but must be a whole number from 1 to 125")]
    [InlineData("byte_order: ABDC", "2:13: 'byte_order' is 'ABDC', but must be one of ABCD, CDAB, BADC, DCBA; did you mean 'ABCD'?")]
    [InlineData("points: {powr: {scale: 2}}", "2:16: 'powr' is no point of 'p'; did you mean 'power'?")]
    [InlineData("points: {current: {scale: 0}}", "2:27: a scale of 0 would make every value 0")]
    [InlineData("points: {current: {unit: mA}}", "2:26: 'unit' is 'mA', but must be one of *; did you mean 'A'?")]
    [InlineData("points: {current: {scales: 2}}", "2:20: 'scales' is not known; did you mean 'scale'? (allowed here: *)")]
    [InlineData("points: {power: {unit: \"%\"}}", "2:24: the profile's 'min' and 'max' are in kW: give them in % too")]
    [InlineData("points: {power: {min: 200}}", "2:23: min is above max")]
    [InlineData("points: {state: {interval: 1m}}", "2:28: a status word has no interval, because it is read in every poll")]
    public void Apply_WhatMakesNoSoundProfile_IsAFaultOfTheEntry(string keys, string expected)
    {
        var (_, _, faults) = Apply("name: meter\n" + keys);

        var lines = faults.Select(fault => $"{fault.Line}:{fault.Column}: {fault.Message}").ToList();
        var patterns = expected.Split('|');
        Assert.Equal(patterns.Length, lines.Count);
        Assert.All(patterns.Zip(lines), pair => Assert.True(
            FileSystemName.MatchesSimpleExpression(pair.First, pair.Second), string.Join('\n', lines)));
    }

    [Fact]
    public void Apply_UnitThatMakesTwoFieldsOne_IsAFault()
    {
        var profile = ProfileTexts.Profile("points: {a_hz: {address: 0, type: uint16}, a: {address: 1, type: uint16, unit: V}}");
        var document = YamlDocument.Parse("gateway.yaml", "points: {a: {unit: Hz}}");

        ProfileOverrides.Apply(document.Root, profile);

        Assert.Equal(
            "'a_hz' and 'a' would both be published as a_hz: leave one out with 'skip', or give it another unit",
            Assert.Single(document.Faults).Message);
    }

    private static Dictionary<string, PointProfile> Resolved(string keys, params string[] names) =>
        Sound(keys).Points.Where(point => names.Contains(point.Name)).ToDictionary(point => point.Name);

    private static DeviceProfile Sound(string keys)
    {
        var (_, resolved, faults) = Apply("name: meter\n" + keys);
        Assert.Empty(faults);
        return resolved;
    }

    private static (DeviceProfile Profile, DeviceProfile Resolved, IReadOnlyList<YamlFault> Faults) Apply(string entry)
    {
        var profile = ProfileTexts.Profile(Meter);
        var document = YamlDocument.Parse("gateway.yaml", entry);
        _ = document.Root.Name("name");
        var resolved = ProfileOverrides.Apply(document.Root, profile);
        document.Root.RejectUnknownKeys();
        return (profile, resolved, document.Faults);
    }
}
