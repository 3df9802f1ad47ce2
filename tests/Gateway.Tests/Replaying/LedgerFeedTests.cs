using Gateway.Core;
using Gateway.Journal.Ledger;
using Gateway.Replaying;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Replaying;

public sealed class LedgerFeedTests : IDisposable
{
    private readonly RecordedPlant plant = new();

    public void Dispose() => plant.Dispose();

    [Fact]
    public async Task Feed_HoursAndADay_AreEnteredAsTheyWereComputed()
    {
        plant.Record(TimeSpan.FromHours(6));
        await plant.EnterAsync();
        var lines = plant.Check().Lines;
        Assert.Equal(
            ["hour 20", "hour 21", "hour 22", "hour 23", "day 00", "hour 00"],
            lines.Select(line => $"{line.Record.Kind} {line.Record.Period.Start:HH}"));
        Assert.All(lines, line => Assert.Equal("savings,retrofit=fan", line.Record.Subject));
        Assert.All(lines, line => Assert.Equal(64, line.Record.Definition.Length));
        var hours = lines.Take(4).Select(line => line.Record).ToList();
        var day = lines[4].Record;
        Assert.Equal(hours.Sum(hour => Value(hour, "saved_kwh")), Value(day, "saved_kwh"));
        Assert.Equal(hours.Sum(hour => Value(hour, "coverage_pct")) / 24, Value(day, "coverage_pct"));
        Assert.All(day.Values, value => Assert.NotEqual(Quality.Good, value.Quality));
        var report = ChainCheck.Of(plant.Options);
        Assert.Equal(((string?)null, 6L, 5L), (report.Fault, report.Records, report.Compared));
    }

    // Cut off anywhere, also in the middle of the records of one entry, the ledger becomes what it would have been.
    [Fact]
    public async Task Feed_CutOffAnywhere_BecomesTheSame()
    {
        plant.Record(TimeSpan.FromHours(6));
        await plant.EnterAsync();
        var whole = await File.ReadAllBytesAsync(plant.LedgerFile, TestContext.Current.CancellationToken);
        foreach (var length in Enumerable.Range(0, 25).Select(i => whole.Length * i / 25))
        {
            await File.WriteAllBytesAsync(plant.LedgerFile, whole[..length], TestContext.Current.CancellationToken);
            await plant.EnterAsync();
            Assert.Equal(whole, await File.ReadAllBytesAsync(plant.LedgerFile, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Feed_StoppedAndStartedAgain_EntersNothingTwice()
    {
        foreach (var i in Enumerable.Range(0, 4))
        {
            plant.Record(TimeSpan.FromMinutes(50), RecordedPlant.Start.AddMinutes(55 * i));
            await plant.EnterAsync();
            await plant.EnterAsync();
        }

        var check = plant.Check();
        Assert.Null(check.Fault);
        Assert.Equal(["20", "21", "22"], check.Lines.Select(line => $"{line.Record.Period.Start:HH}"));
        Assert.All(check.Lines, line => Assert.Null(line.Record.Supersedes));
    }

    [Fact]
    public async Task Check_ValueChangedWithAllHashesMadeAnew_IsFoundByTheJournal()
    {
        plant.Record(TimeSpan.FromHours(3));
        await plant.EnterAsync();
        var lines = plant.Check().Lines;
        File.Delete(plant.LedgerFile);
        using (var forger = LedgerWriter.Open(Path.GetDirectoryName(plant.LedgerFile)!))
        {
            Assert.Null(forger.Append([.. lines.Select(line => line.Record with
            {
                Values = [.. line.Record.Values.Select(value => value with { Value = value.Value * 1.01 })],
            })]));
        }

        Assert.Null(plant.Check().Fault);
        Assert.Contains("is not what journal entry", ChainCheck.Of(plant.Options).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feed_NoCalculation_LooksAtNothingThatIsRecordedAlready()
    {
        using var recorded = new Pipeline.RecordedTicks();
        recorded.Commit(100);
        using var ledger = LedgerWriter.Open(Path.Combine(recorded.Folder, "ledger"));
        using var end = new CancellationTokenSource();
        var feed = new Gateway.Pipeline.LedgerFeed(
            recorded.Journal, recorded.Catalog, ledger, TimeProvider.System, NullLogger<Gateway.Pipeline.LedgerFeed>.Instance);
        var feeding = feed.RunAsync(end.Token);
        Assert.Equal(100, feed.LastSeq);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => feeding);
    }

    private static double Value(LedgerRecord record, string field) => record.Values.Single(value => value.Field == field).Value;
}
