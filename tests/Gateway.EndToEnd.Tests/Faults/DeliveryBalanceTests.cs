using System.Text.Json;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests.Faults;

/// <summary>The judge of the fault suite sees each kind of loss.</summary>
public sealed class DeliveryBalanceTests
{
    private static readonly string[] Recorded =
        ["""meter,device=m,site=s power_kw=1.5,quality="good" 1000""", """meter,device=m,site=s power_kw=2,quality="good" 2000"""];

    [Fact]
    public void Of_StoredAsRecorded_IsClean() =>
        Assert.True(Balance("[1000, 1.5, \"good\"]", "[2000, 2, \"good\"]").IsClean);

    [Fact]
    public void Of_PointMissing_IsLost() =>
        Assert.Equal(2, Balance("[1000, 1.5, \"good\"]").Lost.Count);

    [Theory]
    [InlineData("[2000, 2.0000000000000004, \"good\"]")]
    [InlineData("[2000, 2, \"bad\"]")]
    [InlineData("[2000, null, \"good\"]")]
    public void Of_ValueOtherThanRecorded_IsLost(string second) =>
        Assert.Single(Balance("[1000, 1.5, \"good\"]", second).Lost);

    [Fact]
    public void Of_PointNeverRecorded_IsDoubled() =>
        Assert.Equal(2, Balance("[1000, 1.5, \"good\"]", "[2000, 2, \"good\"]", "[2001, 2, \"good\"]").Doubled.Count);

    private static DeliveryBalance Balance(params IReadOnlyList<string> rows) => DeliveryBalance.Of(
        new RecordedHistory([], Recorded, null!, []),
        [
            new InfluxSeries(
                "meter",
                new Dictionary<string, string> { ["site"] = "s", ["device"] = "m", ["pollutant"] = string.Empty },
                ["time", "power_kw", "quality"],
                [.. rows.Select(row => JsonDocument.Parse(row).RootElement.EnumerateArray().ToList())]),
        ]);
}
