using System.Buffers.Binary;
using System.Text.Json;
using Gateway.Core;
using Gateway.Modbus;
using Gateway.Northbound;
using Gateway.Status;
using Gateway.TestKit.Servers;

namespace Gateway.Tests.Reloading;

public sealed class ConfigurationReloadTests : IAsyncDisposable
{
    private const string FanPower = "meter,device=fan active_power_kw";
    private const string PumpPower = "meter,device=pump active_power_kw";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TempFolder folder = new();
    private readonly SimulatedDevices kept = new();
    private readonly SimulatedDevices changed = new();

    private PlantText Plant => new(kept, changed);

    public async ValueTask DisposeAsync()
    {
        await kept.DisposeAsync();
        await changed.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Edit_OfOneLink_LeavesTheOtherItsConnectionAndBothTheirGrids()
    {
        await using var gateway = RunningGateway.Run(folder, $"{Plant}");
        await gateway.RecordedAsync("fan");
        await gateway.AdvanceAsync(Second, "fan", "pump");
        var status = await gateway.EditAsync($"{Plant with { ChangedLink = "reply_timeout: 29s" }}");
        Assert.Null(status.Refused);
        Assert.Equal(1, status.Changes);
        await gateway.AdvanceAsync(Second, "fan", "pump");
        await gateway.AdvanceAsync(Second, "fan", "pump");
        await gateway.StopAsync();

        Assert.Equal((1, 2), (kept.Connections, changed.Connections));
        var ticks = RunningGateway.Recorded(folder);
        Assert.Equal([0, 1, 2, 3], Seconds(ticks, FanPower));
        Assert.Equal([0.5, 1.5, 2.5], Seconds(ticks, PumpPower).Select(s => Math.Ceiling(s) - 0.5));
        var noted = RunningGateway.Events(folder, ticks).Single(happened => happened.Kind == "configuration-changed");
        Assert.Equal($"links replaced: changed; sha256 {status.Sha256}", noted.Text);
    }

    [Fact]
    public async Task Edit_WhileAPollIsUnderWay_WaitsForItsReadings()
    {
        await using var gateway = RunningGateway.Run(folder, $"{Plant}");
        await gateway.RecordedAsync("fan");
        await gateway.AdvanceAsync(Second, "fan", "pump");
        var gate = changed.Gate = new TaskCompletionSource();
        await gateway.AdvanceAsync(Second, "fan");
        var editing = gateway.EditAsync($"{Plant with { ChangedLink = "reply_timeout: 29s" }}");
        await gateway.AdvanceAsync(Second / 4, []);
        Assert.False(editing.IsCompleted);
        changed.Gate = null;
        gate.SetResult();
        Assert.Null((await editing).Refused);
        await gateway.AdvanceAsync(Second, "fan", "pump");
        await gateway.StopAsync();

        // Of the poll that was held up the reading has the time at which the answer came.
        Assert.Equal([1, 2.25, 3.25], Seconds(RunningGateway.Recorded(folder), PumpPower));
        Assert.Equal(3, changed.AnswersOf(2));
    }

    [Fact]
    public async Task Edit_AddsAndRemovesDevices_RecordsEachUntilItsEnd()
    {
        var more = $"  - {{ name: more, tcp: {changed.EndPoint}, devices: [ {{ name: blower, profile: probe, unit: 3, interval: 1s }} ] }}";
        await using var gateway = RunningGateway.Run(folder, $"{Plant}");
        await gateway.RecordedAsync("fan");
        await gateway.EditAsync($"{Plant with { Links = more }}");
        await gateway.AdvanceAsync(Second, "fan", "blower");
        Assert.Equal(["fan", "pump", "blower"], gateway.Status.Devices.Select(device => device.Device));
        await gateway.EditAsync($"{Plant}");
        Assert.Equal(["fan", "pump"], gateway.Status.Devices.Select(device => device.Device));
        await gateway.AdvanceAsync(Second, "fan");
        await gateway.StopAsync();

        var ticks = RunningGateway.Recorded(folder);
        Assert.Equal([0, 1, 2], Seconds(ticks, FanPower));
        Assert.Equal(changed.AnswersOf(3), Seconds(ticks, "meter,device=blower active_power_kw").Count);
        Assert.InRange(changed.AnswersOf(3), 1, 3);
    }

    [Fact]
    public async Task Edit_WithTheModbusServer_KeepsAddressesAndShowsWhatIsGoneAsNotThere()
    {
        await using var gateway = RunningGateway.Run(folder, $"{Plant}");
        await gateway.RecordedAsync("fan");
        await gateway.AdvanceAsync(Second, "fan", "pump");
        var before = Registers(gateway, 4);
        await gateway.EditAsync($"{Plant}".Replace("name: pump", "name: blower", StringComparison.Ordinal));
        await gateway.AdvanceAsync(Second, "fan", "blower");
        var after = Registers(gateway, 4);

        // Speed and power of the fan, then of the pump, each as value, quality and age, as it was before the edit.
        Assert.Equal([900, SimulatedDevices.PowerKw, 900, SimulatedDevices.PowerKw], before);
        Assert.Equal([900, SimulatedDevices.PowerKw, double.NaN, double.NaN], after);
    }

    [Fact]
    public async Task Edit_ElsewhereThanTheRetrofit_KeepsItsTotals()
    {
        await using var gateway = RunningGateway.Run(folder, $"{Plant}");
        await gateway.RecordedAsync("fan");
        await gateway.AdvanceAsync(Second, "fan");
        await gateway.EditAsync($"{Plant with { ChangedInterval = "2s" }}");
        await gateway.AdvanceAsync(Second, "fan");
        await gateway.StopAsync();

        var totals = RunningGateway.Of(RunningGateway.Recorded(folder), "savings,period=total,retrofit=id-fan measured_kwh");
        Assert.Equal(2 * SimulatedDevices.PowerKw / 3600, totals[^1].Value, 1e-12);
        Assert.Equal(3, totals.Count);
    }

    [Fact]
    public async Task Edit_OfTheRetrofit_BeginsItsTotalsAnewAtATickThatSaysSo()
    {
        await using var gateway = RunningGateway.Run(folder, $"{Plant}");
        await gateway.RecordedAsync("fan");
        await gateway.AdvanceAsync(Second, "fan");
        var status = await gateway.EditAsync($"{Plant with { Retrofit = "rated_speed_rpm: 1100" }}");
        await gateway.AdvanceAsync(Second, "fan");
        await gateway.AdvanceAsync(Second, "fan");
        await gateway.StopAsync();

        var ticks = RunningGateway.Recorded(folder);
        var totals = RunningGateway.Of(ticks, "savings,period=total,retrofit=id-fan measured_kwh");
        double[] expected = [0, SimulatedDevices.PowerKw / 3600, 0, SimulatedDevices.PowerKw / 3600];
        Assert.All(expected.Zip(totals), pair => Assert.Equal(pair.First, pair.Second.Value, 1e-12));
        var mark = ticks.Single(tick => tick.Tick.Readings.Count == 0 && Configuration(tick) == status.Sha256 && tick.Seq != ticks[^1].Seq);
        Assert.Contains("rated_speed_rpm: 1100", RunningGateway.Checkpoint(mark), StringComparison.Ordinal);
        Assert.DoesNotContain("rated_speed_rpm: 1000", RunningGateway.Checkpoint(mark), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_AfterAnEdit_GoesOnFromTheSameState()
    {
        var edited = $"{Plant with { Retrofit = "rated_speed_rpm: 1100" }}";
        RetrofitStatus before;
        DateTimeOffset end;
        await using (var gateway = RunningGateway.Run(folder, $"{Plant}"))
        {
            await gateway.RecordedAsync("fan");
            await gateway.AdvanceAsync(Second, "fan");
            await gateway.EditAsync(edited);
            await gateway.AdvanceAsync(Second, "fan");
            await gateway.AdvanceAsync(Second, "fan");
            await gateway.StopAsync();
            (before, end) = (gateway.Status.Retrofits[0], gateway.Now);
        }

        await using var again = RunningGateway.Run(folder, edited, end);
        Assert.Equal(before, again.Status.Retrofits[0]);
        Assert.Equal(Second.TotalHours, before.CoveredHours, 1e-12);
    }

    [Theory]
    [InlineData("site: s", "site: other", "'site' cannot change while the gateway runs: restart it to take this file")]
    [InlineData("profiles: profiles", "profiles: profiles\ndata: elsewhere", "'data' cannot change while the gateway runs")]
    [InlineData("http: { enabled: false }", "http: { listen: 127.0.0.1:1 }", "'http' cannot change while the gateway runs")]
    [InlineData("site: s", "site: s\nmodbus_server: { }", "'modbus_server' cannot change while the gateway runs")]
    [InlineData("site: s", "site: s\nstorage: { durability: normal }", "'storage' cannot change while the gateway runs")]
    [InlineData("interval: 1s", "interval: soon", "'interval'")]
    [InlineData("profile: probe", "profile: prove", "did you mean 'probe'")]
    [InlineData("links:", "links: [", "gateway.yaml:")]
    [InlineData("power: fan.active_power_kw", "power: fan.speed_rpm", "'fan.speed_rpm' is in rpm")]
    public async Task Edit_ThatCannotBeUsed_IsRefusedWithItsPlaceAndChangesNothing(string old, string mistake, string fault)
    {
        await using var gateway = RunningGateway.Run(folder, $"{Plant}");
        await gateway.RecordedAsync("fan");
        var first = gateway.Status.Configuration!;
        var status = await gateway.EditAsync($"{Plant}".Replace(old, mistake, StringComparison.Ordinal));
        Assert.Contains(status.Refused!.Faults, line => line.Contains(fault, StringComparison.Ordinal));
        Assert.All(status.Refused.Faults, line => Assert.Matches(@"gateway\.yaml:\d+:\d+: ", line));
        Assert.Equal((first.Sha256, 0L), (status.Sha256, status.Changes));
        await gateway.AdvanceAsync(Second, "fan", "pump");
        var mended = await gateway.EditAsync($"{Plant}");
        Assert.Equal((null, first.Sha256), (mended.Refused, mended.Sha256));
        await gateway.StopAsync();

        Assert.Equal((1, 1), (kept.Connections, changed.Connections));
        var ticks = RunningGateway.Recorded(folder);
        Assert.Equal([0, 1], Seconds(ticks, FanPower));
        Assert.Contains(fault, RunningGateway.Events(folder, ticks).Single(happened => happened.Kind == "configuration-refused").Text);
    }

    [Fact]
    public async Task Edit_OfAProfile_ReplacesTheLinksThatUseIt_ButACommentDoesNot()
    {
        await using var gateway = RunningGateway.Run(folder, $"{Plant}");
        await gateway.RecordedAsync("fan");
        var profile = folder.File("profiles/probe.yaml");
        await File.WriteAllTextAsync(profile, "# a remark\n" + SimulatedDevices.Profile, TestContext.Current.CancellationToken);
        gateway.Ask();
        await gateway.HoldsAsync(() => gateway.Status.Configuration!.Changes == 1, "the remark is seen");
        Assert.Equal(1, kept.Connections);
        var wider = SimulatedDevices.Profile.Replace("unit: rpm}", "unit: rpm, max: 5000}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(profile, wider, TestContext.Current.CancellationToken);
        gateway.Ask();
        await gateway.HoldsAsync(() => gateway.Status.Configuration!.Changes == 2, "the profile is seen");
        await gateway.AdvanceAsync(Second, "fan");
        Assert.Equal(2, kept.Connections);
    }

    [Fact]
    public async Task Edit_OfAFileThatNobodyAskedFor_IsNoticedByItself()
    {
        await using var gateway = RunningGateway.Run(folder, $"{Plant}");
        await gateway.RecordedAsync("fan");
        var status = await gateway.EditAsync($"# a remark\n{Plant}", isAsked: false);
        Assert.Equal(1, status.Changes);
        Assert.True(gateway.Health.IsHealthy, gateway.Health.Text);
    }

    private static List<double> Registers(RunningGateway gateway, int series)
    {
        var bytes = new byte[series * 8];
        var request = new ReadRequest(1, ModbusTable.InputRegister, RegisterMap.FirstAddress, (ushort)(bytes.Length / 2));
        Assert.Equal(ModbusExceptionCode.None, gateway.Registers.Read(request, bytes));
        return [.. Enumerable.Range(0, series).Select(i => (double)BinaryPrimitives.ReadSingleBigEndian(bytes.AsSpan(i * 8)))];
    }

    private static string? Configuration(RecordedTick tick)
    {
        if (tick.Tick.Checkpoint.IsEmpty)
        {
            return null;
        }

        using var checkpoint = JsonDocument.Parse(tick.Tick.Checkpoint);
        return checkpoint.RootElement.GetProperty("configuration").GetString();
    }

    private static List<double> Seconds(IEnumerable<RecordedTick> ticks, string series) =>
        [.. RunningGateway.Of(ticks, series).Select(reading => (reading.Time - RunningGateway.Start).TotalSeconds)];
}
