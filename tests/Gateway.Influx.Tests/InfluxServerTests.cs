using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Influx.Tests;

/// <summary>Against a real InfluxDB 1.6.</summary>
public sealed class InfluxServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_AnyReadings_AreTakenWholeAndReadBackEqual()
    {
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var server = await InfluxServer.StartAsync(Token);
        using var writer = Writer(server, "t");
        Assert.Equal(WriteVerdict.Stored, await writer.EnsureDatabaseAsync(Token));
        var run = 0;
        await AnyTicks.Tick.SampleAsync(async tick =>
        {
            // A source of its own each time, so that earlier samples do not show up in the answer.
            var site = $"{tick.Site}{Interlocked.Increment(ref run)}";
            var output = new ArrayBufferWriter<byte>();
            var lines = LineProtocol.Write(tick.Catalog, tick.Readings, site, "g", output);
            if (lines == 0)
            {
                return;
            }

            Assert.Equal(WriteVerdict.Stored, await writer.WriteAsync(output.WrittenMemory, Token));
            var query = $"SELECT * FROM /.*/ WHERE site = '{Quoted(AnyTicks.AsStored(site))}' GROUP BY *";
            var series = await server.SeriesAsync("t", query, Token);
            Assert.Equal(AnyTicks.Points(tick.Catalog, tick.Readings).Order(), series.SelectMany(Points).Order());
            Assert.Equal(lines, series.Sum(one => one.Rows.Count));
        }, iter: 100, threads: 1);
    }

    [Fact]
    public async Task Write_ABadLineAmongMany_OnlyThatIsRejected()
    {
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var server = await InfluxServer.StartAsync(Token);
        await server.CreateDatabaseAsync("t", Token);
        using var writer = Writer(server, "t");
        var lines = Enumerable.Range(1, 12_000).Select(i => i switch
        {
            77 => "m v=\"a text where a number was\" 77",
            8_000 => "m v= 8000",
            _ => $"m v={i} {i}",
        });

        var outcome = await new BatchWriter(writer).WriteAsync([Encoding.UTF8.GetBytes(string.Join('\n', lines))], Token);

        Assert.Equal((1, WriteNext.Acknowledge), (outcome.Settled, outcome.Verdict.Next));
        Assert.Equal(
            ["m v=\"a text where a number was\" 77", "m v= 8000"],
            outcome.Rejected.Select(line => Encoding.UTF8.GetString(line.Line.Span)));
        Assert.Contains("field type conflict", outcome.Rejected[0].Reason);
        Assert.Contains("missing field value", outcome.Rejected[1].Reason);
        Assert.Equal(11_998, await server.CountAsync("t", "m", "v", Token));
        Assert.Equal((12_000L * 12_001 / 2) - 77 - 8_000, await server.SumAsync("t", "m", "v", Token));
    }

    [Fact]
    public async Task Write_Again_OverwritesTheSamePoints()
    {
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var server = await InfluxServer.StartAsync(Token);
        await server.CreateDatabaseAsync("t", Token);
        using var writer = Writer(server, "t");
        var lines = Encoding.UTF8.GetBytes(
            Readings.Lines(Readings.Catalog(Readings.Power()), [Readings.Good(0, 1), Readings.Good(0, 2, 1000)]));
        Assert.Equal(WriteVerdict.Stored, await writer.WriteAsync(lines, Token));
        Assert.Equal(WriteVerdict.Stored, await writer.WriteAsync(lines, Token));
        Assert.Equal(2, await server.CountAsync("t", "meter", "active_power_kw", Token));
        Assert.Equal(3, await server.SumAsync("t", "meter", "active_power_kw", Token));
    }

    [Fact]
    public async Task Write_NoSuchDatabase_IsAnAccessFault()
    {
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var server = await InfluxServer.StartAsync(Token);
        using var writer = Writer(server, "absent");
        var verdict = await writer.WriteAsync("m v=1 1\n"u8.ToArray(), Token);
        Assert.Equal(WriteNext.FixAccess, verdict.Next);
        Assert.Contains("CREATE DATABASE \"absent\"", verdict.Reason);
    }

    [Fact]
    public async Task Write_WithUsers_LetsInOnlyWithTheRightPassword()
    {
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var server = await InfluxServer.StartAsync("auth-enabled = true", Token);
        await server.QueryAsync("", "CREATE USER \"root\" WITH PASSWORD 'right' WITH ALL PRIVILEGES", Token);
        using var right = Writer(server, "t", options => options with { User = "root", Password = "right" });
        using var wrong = Writer(server, "t", options => options with { User = "root", Password = "wrong" });
        Assert.Equal(WriteVerdict.Stored, await right.EnsureDatabaseAsync(Token));
        Assert.Equal(WriteVerdict.Stored, await right.WriteAsync("m v=1 1\n"u8.ToArray(), Token));
        Assert.Equal(WriteNext.FixAccess, (await wrong.WriteAsync("m v=1 1\n"u8.ToArray(), Token)).Next);
    }

    [Fact]
    public async Task Write_TooLargeForTheServer_IsHalvedUntilItFits()
    {
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var server = await InfluxServer.StartAsync("max-body-size = 20000", Token);
        await server.CreateDatabaseAsync("t", Token);
        using var writer = Writer(server, "t", options => options with { GzipFrom = null });
        var lines = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(1, 5000).Select(i => $"m v={i} {i}")));
        Assert.Equal(WriteNext.Halve, (await writer.WriteAsync(lines, Token)).Next);
        var outcome = await new BatchWriter(writer).WriteAsync([lines], Token);
        Assert.Empty(outcome.Rejected);
        Assert.Equal(5000, await server.CountAsync("t", "m", "v", Token));
    }

    [Fact]
    public async Task Write_ServerKilledAndBack_LosesNothingItTook()
    {
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var server = await InfluxServer.StartAsync(Token);
        await server.CreateDatabaseAsync("t", Token);
        using var writer = Writer(server, "t");
        Assert.Equal(WriteVerdict.Stored, await writer.WriteAsync("m v=1 1\n"u8.ToArray(), Token));
        await server.KillAsync(Token);
        Assert.Equal(WriteNext.RetryLater, (await writer.WriteAsync("m v=2 2\n"u8.ToArray(), Token)).Next);
        await server.RestartAsync(Token);
        Assert.Equal(WriteVerdict.Stored, await writer.WriteAsync("m v=2 2\n"u8.ToArray(), Token));
        Assert.Equal(3, await server.SumAsync("t", "m", "v", Token));
    }

    [Fact]
    public async Task Write_FrozenServer_IsTriedLater()
    {
        Assert.SkipUnless(InfluxServer.IsInstalled, InfluxServer.MissingReason);
        await using var server = await InfluxServer.StartAsync(Token);
        await server.CreateDatabaseAsync("t", Token);
        using var writer = Writer(server, "t", options => options with { Timeout = TimeSpan.FromSeconds(1) });
        server.Freeze();
        Assert.Equal(
            new WriteVerdict(WriteNext.RetryLater, "no answer within 1 s", null),
            await writer.WriteAsync("m v=1 1\n"u8.ToArray(), Token));
        server.Thaw();
        using var patient = Writer(server, "t", options => options with { Timeout = TimeSpan.FromSeconds(60) });
        Assert.Equal(WriteVerdict.Stored, await patient.WriteAsync("m v=1 1\n"u8.ToArray(), Token));
    }

    private static InfluxWriter Writer(InfluxServer server, string database, Func<InfluxOptions, InfluxOptions>? change = null)
    {
        // Long enough for a machine with much else to do.
        var options = new InfluxOptions { Url = server.Url, Database = database, Timeout = TimeSpan.FromSeconds(60) };
        return new InfluxWriter(change?.Invoke(options) ?? options, TimeProvider.System, NullLogger<InfluxWriter>.Instance);
    }

    private static IEnumerable<string> Points(InfluxSeries series) =>
        from row in series.Rows
        from column in Enumerable.Range(1, series.Columns.Count - 1)
        where row[column].ValueKind != JsonValueKind.Null
        let value = row[column].ValueKind == JsonValueKind.String ? row[column].GetString()! : AnyTicks.Text(row[column].GetDouble())
        select AnyTicks.Point(series.Name, series.Tags.GetValueOrDefault("device", ""), series.Columns[column], row[0].GetInt64(), value);

    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
}
