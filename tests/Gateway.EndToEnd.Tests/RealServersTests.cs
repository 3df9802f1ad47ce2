using Gateway.Core;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests;

/// <summary>The executables against real servers: simulated plant, gateway run, mosquitto, gateway bridge, a real database.</summary>
public sealed class RealServersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gateway_KilledAgainAndAgain_GoesOnWithTheSameTotalsAndEveryPointIsInInfluxOnce()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var broker = await MosquittoServer.StartAsync(Token);
        await using var influx = await InfluxServer.StartAsync(Token);
        await influx.CreateDatabaseAsync("plant", Token);
        await using var installed = await Installed.StartAsync(broker.Port, $"  url: {influx.Url}\n  database: plant\n", Token);
        await using var bridge = GatewayProcess.Start("bridge", installed.BridgeFilePath);

        foreach (var ticks in (int[])[8, 3, 13])
        {
            await using var gateway = GatewayProcess.Start("run", installed.GatewayFilePath);
            await RecordsAsync(installed, gateway, ticks);
            await gateway.KillAsync();
        }

        await StopDeliveredAsync(installed);
        var recorded = RecordedHistory.Read(installed.Options);
        Assert.Equal(recorded.ReplayedResults, recorded.Results, SameBits);
        Assert.Equal(recorded.Points.Count, await CountPointsAsync(influx));
        Assert.Contains(recorded.Ticks, tick => !tick.Tick.Checkpoint.IsEmpty);
        CloseToTheTruth(installed, recorded);
    }

    [Fact]
    public async Task Delivery_BrokerAndDatabaseKilled_LosesAndDoublesNothing()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var broker = await MosquittoServer.StartAsync(Token);
        await using var influx = await InfluxServer.StartAsync(Token);
        await influx.CreateDatabaseAsync("plant", Token);
        await using var installed = await Installed.StartAsync(broker.Port, $"  url: {influx.Url}\n  database: plant\n", Token);
        await using (var bridge = GatewayProcess.Start("bridge", installed.BridgeFilePath))
        await using (var gateway = GatewayProcess.Start("run", installed.GatewayFilePath))
        {
            await RecordsAsync(installed, gateway, 5);
            await broker.KillAsync(Token);
            await RecordsAsync(installed, gateway, 5);
            await broker.RestartAsync(Token);
            await influx.KillAsync(Token);
            await RecordsAsync(installed, gateway, 5);
            await influx.RestartAsync(Token);
            await RecordsAsync(installed, gateway, 5);
            await bridge.KillAsync();
            Assert.Equal(0, await gateway.StopAsync(Token));
        }

        await using var again = GatewayProcess.Start("bridge", installed.BridgeFilePath);
        await StopDeliveredAsync(installed);
        var recorded = RecordedHistory.Read(installed.Options);
        Assert.Equal(recorded.Points.Count, await CountPointsAsync(influx));
    }

    [Fact]
    public async Task Delivery_BridgeComesLate_IsCaughtUpByTheSameProcess()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var broker = await MosquittoServer.StartAsync(Token);
        await using var influx = await InfluxServer.StartAsync(Token);
        await influx.CreateDatabaseAsync("plant", Token);
        await using var installed = await Installed.StartAsync(broker.Port, $"  url: {influx.Url}\n  database: plant\n", Token);
        await using var gateway = GatewayProcess.Start("run", installed.GatewayFilePath);
        using var page = new GatewayStatusPage(installed.HttpPort);

        // Nobody listens: the broker receipts what it throws away, and the acknowledgements never come.
        await Eventually.HoldsAsync(
            async () => await DeliveryAsync(page, "resent") > 0, "something to be sent again", () => gateway.Output, Token);
        Assert.Equal(0, await DeliveryAsync(page, "released_entries"));

        await using var bridge = GatewayProcess.Start("bridge", installed.BridgeFilePath);
        await Eventually.HoldsAsync(
            async () => await DeliveryAsync(page, "backlog_entries") <= 1, "the backlog to go out", () => gateway.Output, Token);
        Assert.Equal(0, await gateway.StopAsync(Token));
        Assert.Equal(RecordedHistory.Read(installed.Options).Points.Count, await CountPointsAsync(influx));
    }

    [Fact]
    public async Task Bridge_ToVictoriaMetrics_ByTheVersion2Api_BringsTheRecordedValues()
    {
        Assert.SkipUnless(MosquittoServer.IsInstalled, MosquittoServer.MissingReason);
        Assert.SkipUnless(VictoriaMetricsServer.IsInstalled, VictoriaMetricsServer.MissingReason);
        await using var broker = await MosquittoServer.StartAsync(Token);
        await using var metrics = await VictoriaMetricsServer.StartAsync(Token);
        await using var installed = await Installed.StartAsync(
            broker.Port, $"  url: {metrics.Url}\n  organization: plant\n  bucket: plant\n", Token);
        await using var bridge = GatewayProcess.Start("bridge", installed.BridgeFilePath);
        await StopDeliveredAsync(installed);

        var recorded = RecordedHistory.Read(installed.Options);
        var series = recorded.Replayed.Catalog.Find("meter,device=fan-meter active_power_kw")!.Value;
        var expected = recorded.Ticks.SelectMany(tick => tick.Tick.Readings).Where(reading => reading.Series == series)
            .Select(reading => (reading.Time.ToUnixTimeMilliseconds(), reading.Value)).ToList();
        var stored = await metrics.ExportAsync("meter_active_power_kw", expected.Count, Token);
        var samples = Assert.Single(stored).Samples;
        Assert.Equal(expected.Select(sample => sample.Item1), samples.Select(sample => sample.UnixMs));

        // It keeps some 15 digits.
        Assert.All(expected.Zip(samples), pair => Assert.Equal(pair.First.Value, pair.Second.Value, 1e-12 * pair.First.Value));
    }

    // Runs until so many more ticks are recorded.
    private static async Task RecordsAsync(Installed installed, GatewayProcess gateway, int ticks)
    {
        using var page = new GatewayStatusPage(installed.HttpPort);
        long? first = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                var next = (await page.StatusAsync(Token))?.GetProperty("journal").GetProperty("next_seq").GetInt64();
                first ??= next;
                return next - first >= ticks;
            },
            $"{ticks} ticks more",
            () => gateway.Output,
            Token);
    }

    // One more run, until all that was ever recorded is acknowledged; then an orderly stop.
    private static async Task StopDeliveredAsync(Installed installed)
    {
        await using var gateway = GatewayProcess.Start("run", installed.GatewayFilePath);
        await RecordsAsync(installed, gateway, 5);
        using (var page = new GatewayStatusPage(installed.HttpPort))
        {
            await Eventually.HoldsAsync(
                async () => await DeliveryAsync(page, "backlog_entries") <= 1,
                "the backlog to go out",
                () => gateway.Output,
                Token);
        }

        Assert.Equal(0, await gateway.StopAsync(Token));
        Assert.Contains("; 0 entries are still to be delivered", gateway.Output, StringComparison.Ordinal);
    }

    private static async Task<long?> DeliveryAsync(GatewayStatusPage page, string number) =>
        (await page.StatusAsync(Token))?.GetProperty("delivery").GetProperty(number).GetInt64();

    // Each point has a quality, whatever else it has.
    private static async Task<long> CountPointsAsync(InfluxServer influx)
    {
        using var answer = await influx.QueryAsync("plant", "SELECT count(quality) FROM /.*/", Token);
        return answer.RootElement.GetProperty("results")[0].GetProperty("series").EnumerateArray()
            .Sum(series => series.GetProperty("values")[0][1].GetInt64());
    }

    private static bool SameBits(Reading expected, Reading actual) =>
        (expected.Series, expected.Time, expected.Quality, BitConverter.DoubleToInt64Bits(expected.Value))
        == (actual.Series, actual.Time, actual.Quality, BitConverter.DoubleToInt64Bits(actual.Value));

    // While the gateway was dead the plant went on, so the truth of the whole time is more than what was measured.
    private static void CloseToTheTruth(Installed installed, RecordedHistory recorded)
    {
        var totals = recorded.Replayed.Retrofits[0].Savings.Totals;
        var (from, to) = (totals.FirstCovered!.Value, totals.LastCovered!.Value);
        var share = totals.Covered / (to - from);
        var expected = share * installed.Truth.SavedKwh("fan", from, to);
        Assert.InRange(totals.SavedKwh, 0.95 * expected, 1.05 * expected);
    }
}
