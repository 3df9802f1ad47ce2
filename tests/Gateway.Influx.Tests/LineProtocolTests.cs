using Gateway.Core;

namespace Gateway.Influx.Tests;

public sealed class LineProtocolTests
{
    private const long NoonMs = 1763985600000;

    [Fact]
    public void Write_OneReading_IsALineWithSortedTags() => Assert.Equal(
        $"""meter,device=fan,gateway=g1,site=mill active_power_kw=12.5,quality="good" {NoonMs}{'\n'}""",
        Readings.Lines(Readings.Catalog(Readings.Power()), [Readings.Good(0, 12.5)]));

    [Fact]
    public void Write_TagsOnBothSidesOfSiteAndGateway_AreSortedByBytes()
    {
        var series = new Series("savings", [new Tag("Zone", "z"), new Tag("period", "hour"), new Tag("stack", "1")], "energy_kwh", "kWh");
        Assert.StartsWith(
            "savings,Zone=z,gateway=g1,period=hour,site=mill,stack=1 ", Readings.Lines(Readings.Catalog(series), [Readings.Good(0, 1)]));
    }

    [Fact]
    public void Write_OneSourceAndInstant_SharesALine()
    {
        var catalog = Readings.Catalog(
            Readings.Power(), Readings.Power("pump"), new Series("meter", [new Tag("device", "fan")], "voltage_v", "V"));
        Assert.Equal(
            $"""
            meter,device=fan,gateway=g1,site=mill active_power_kw=1,voltage_v=3,quality="good" {NoonMs}
            meter,device=pump,gateway=g1,site=mill active_power_kw=2,quality="good" {NoonMs}
            meter,device=fan,gateway=g1,site=mill active_power_kw=4,quality="good" {NoonMs + 1}

            """,
            Readings.Lines(catalog, [Readings.Good(0, 1), Readings.Good(1, 2), Readings.Good(2, 3), Readings.Good(0, 4, 1)]));
    }

    [Fact]
    public void Write_ASeriesTwiceAtOneInstant_KeepsTheLater() => Assert.Equal(
        $"""meter,device=fan,gateway=g1,site=mill active_power_kw=3,voltage_v=2,quality="good" {NoonMs}{'\n'}""",
        Readings.Lines(
            Readings.Catalog(Readings.Power(), new Series("meter", [new Tag("device", "fan")], "voltage_v", "V")),
            [Readings.Good(0, 1), Readings.Good(1, 2), Readings.Good(0, 3)]));

    [Theory]
    [InlineData(1, "1")]
    [InlineData(-0.0, "-0")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(5e-324, "5E-324")]
    public void Write_ANumber_StaysAFloatThatReadsBack(double value, string text) =>
        Assert.Contains($" active_power_kw={text},", Readings.Lines(Readings.Catalog(Readings.Power()), [Readings.Good(0, value)]));

    [Fact]
    public void Write_AFailedPoll_IsVisible() => Assert.Equal(
        $"""meter,device=fan,gateway=g1,site=mill active_power_kw_quality="timeout",quality="timeout" {NoonMs}{'\n'}""",
        Readings.Lines(Readings.Catalog(Readings.Power()), [new Reading(0, Readings.Noon, double.NaN, Quality.Timeout)]));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Write_NoNumber_IsLeftOut(double value) => Assert.Equal(
        $"""meter,device=fan,gateway=g1,site=mill quality="good" {NoonMs}{'\n'}""",
        Readings.Lines(Readings.Catalog(Readings.Power()), [Readings.Good(0, value)]));

    [Fact]
    public void Write_FieldsOfDifferentQuality_TellTheirOwnAndTheWorst()
    {
        var catalog = Readings.Catalog(Readings.Power(), new Series("meter", [new Tag("device", "fan")], "voltage_v", "V"));
        Assert.Equal(
            "meter,device=fan,gateway=g1,site=mill "
            + $"""active_power_kw=1,voltage_v=2,voltage_v_quality="stuck",quality="stuck" {NoonMs}{'\n'}""",
            Readings.Lines(catalog, [Readings.Good(0, 1), new Reading(1, Readings.Noon, 2, Quality.Stuck)]));
    }

    [Theory]
    [InlineData(0, "stopped")]
    [InlineData(1, "it \\\"runs\\\"")]
    [InlineData(2, "2")]
    [InlineData(-1, "-1")]
    [InlineData(0.5, "0.5")]
    public void Write_ACodedValue_IsAlwaysAString(double code, string text)
    {
        var state = new Series("vfd", [], "state", string.Empty, ["stopped", "it \"runs\""]);
        Assert.Contains($" state=\"{text}\",", Readings.Lines(Readings.Catalog(state), [Readings.Good(0, code)]));
    }

    [Theory]
    [InlineData("two words", @"two\ words")]
    [InlineData("a,b=c", @"a\,b\=c")]
    [InlineData(@"ends in \", "ends\\ in\\ /")]
    [InlineData("line\nfeed\r\0", "line_feed__")]
    [InlineData("\"quoted\"", "\"quoted\"")]
    [InlineData("Zürich €😀", "Zürich\\ €😀")]
    public void Write_ASiteThatNeedsIt_IsEscaped(string site, string written) =>
        Assert.Contains($",site={written} ", Readings.Lines(Readings.Catalog(Readings.Power()), [Readings.Good(0, 1)], site));

    [Fact]
    public void Write_EmptySite_LeavesTheTagOut() =>
        Assert.StartsWith("meter,device=fan active", Readings.Lines(Readings.Catalog(Readings.Power()), [Readings.Good(0, 1)], "", ""));

    [Fact]
    public void Write_NamesThatTheDatabaseWouldMisread_AreChanged()
    {
        Tag[] tags = [new("site", "other")];
        var catalog = Readings.Catalog(new Series("#m x,y", tags, "time", ""), new Series("#m x,y", tags, "quality", ""));
        Assert.StartsWith(
            @"_m\ x\,y,gateway=g1,site=mill time_=1,quality_=2,quality=",
            Readings.Lines(catalog, [Readings.Good(0, 1), Readings.Good(1, 2)]));
    }

    [Fact]
    public void Write_EachQuality_HasANameOfItsOwn()
    {
        var names = Enum.GetValues<Quality>().Select(QualityOfLine).ToArray();
        Assert.DoesNotContain("unknown", names);
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal("unknown", QualityOfLine((Quality)0xFE));

        static string QualityOfLine(Quality quality) =>
            Readings.Lines(Readings.Catalog(Readings.Power()), [new Reading(0, Readings.Noon, 1, quality)])
                .Split(",quality=\"")[1].Split('"')[0];
    }

    [Fact]
    public void Write_NoReadings_IsEmpty() => Assert.Empty(Readings.Lines(Readings.Catalog(), []));
}
