using System.Text.Json;

namespace Gateway.EndToEnd.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task Demo_AtTheClocksPace_LosesNothingAndComesWithinOnePercentOfTheTruth() =>
        Check(await RunAsync("--for", "20s"));

    [Fact]
    public async Task Demo_SixtyTimesFaster_LosesNothingAndComesWithinOnePercentOfTheTruth() =>
        Check(await RunAsync("--for", "15s", "--speed", "60", "--seed", "7"));

    [Theory]
    [InlineData("pump-station", "pump-1", "pump-2")]
    [InlineData("boiler", "boiler-2 so2", "boiler-2 nox", "boiler-2 dust")]
    [InlineData("coating-line", "rto-in nmhc", "rto-out nmhc")]
    public async Task Demo_AnExamplePlant_LosesNothingAndComesWithinOnePercentOfItsTruth(string plant, params string[] results)
    {
        var summary = await RunAsync("--plant", plant, "--for", "12s", "--speed", "60");
        Assert.Equal(0, summary.GetProperty("points_lost").GetInt64());
        Assert.All(summary.GetProperty("devices").EnumerateArray(), device => Assert.Equal(0, device.GetProperty("failures").GetInt64()));
        var covered = summary.GetProperty("plant_duration_s").GetDouble() * 0.4;
        var retrofits = summary.GetProperty("retrofits").EnumerateArray().ToList();
        var pollutants = summary.GetProperty("pollutants").EnumerateArray().ToList();
        Assert.Equal(results, retrofits.Select(retrofit => retrofit.GetProperty("retrofit").GetString()).Concat(pollutants.Select(
            load => $"{load.GetProperty("stack").GetString()} {load.GetProperty("pollutant").GetString()}")));
        Assert.All(retrofits, retrofit => Near(retrofit, "true_saved_kwh", "saved_kwh", covered));
        Assert.All(retrofits, retrofit => Near(retrofit, "true_measured_kwh", "measured_kwh", covered));
        Assert.All(pollutants, pollutant => Near(pollutant, "true_load_kg", "load_kg", covered));
    }

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var file = Path.GetTempFileName();
        try
        {
            var (exitCode, output) = await GatewayProcess.RunAsync(
                ["demo", "--http", "0", "--summary", file, .. arguments], TestContext.Current.CancellationToken);
            Assert.True(exitCode == 0, output);
            return JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).RootElement;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Check(JsonElement summary)
    {
        var devices = summary.GetProperty("devices").EnumerateArray().ToList();
        Assert.Equal(["fan-drive", "fan-meter", "stack-monitor"], devices.Select(device => device.GetProperty("device").GetString()));
        Assert.All(devices, device => Assert.True(device.GetProperty("polls").GetInt64() >= 10, summary.ToString()));
        Assert.All(devices, device => Assert.Equal(0, device.GetProperty("failures").GetInt64()));
        Assert.Equal(0, summary.GetProperty("points_lost").GetInt64());
        Assert.Equal(summary.GetProperty("points_recorded").GetInt64(), summary.GetProperty("points_delivered").GetInt64());

        var covered = summary.GetProperty("plant_duration_s").GetDouble() * 0.8;
        var retrofit = Assert.Single(summary.GetProperty("retrofits").EnumerateArray());
        Near(retrofit, "true_saved_kwh", "saved_kwh", covered);
        Near(retrofit, "true_measured_kwh", "measured_kwh", covered);
        var pollutants = summary.GetProperty("pollutants").EnumerateArray().ToList();
        Assert.Equal(["so2", "nox", "dust"], pollutants.Select(pollutant => pollutant.GetProperty("pollutant").GetString()));
        Assert.All(pollutants, pollutant => Near(pollutant, "true_load_kg", "load_kg", covered));
    }

    private static void Near(JsonElement element, string truth, string measured, double leastCoveredS)
    {
        var expected = element.GetProperty(truth).GetDouble();
        var actual = element.GetProperty(measured).GetDouble();
        Assert.True(expected > 0, element.ToString());
        Assert.True(element.GetProperty("covered_s").GetDouble() >= leastCoveredS, element.ToString());
        Assert.True(Math.Abs(actual - expected) <= 0.01 * expected, element.ToString());
    }
}
