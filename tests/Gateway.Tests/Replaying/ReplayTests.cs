using Gateway.History;
using Gateway.Pipeline;
using Gateway.Replaying;
using Gateway.Verbs;

namespace Gateway.Tests.Replaying;

public sealed class ReplayTests : IDisposable
{
    private readonly RecordedPlant plant = new();

    public void Dispose() => plant.Dispose();

    [Fact]
    public void Of_WhatWasRecorded_IsTheSameBitForBitOverRestarts()
    {
        plant.Record(TimeSpan.FromMinutes(100));
        plant.Record(TimeSpan.FromMinutes(50), RecordedPlant.Start.AddMinutes(103));
        var report = Replay(null, null);
        Assert.Null(report.FirstDifference);
        Assert.Equal((900L, 1800L), (report.Entries, report.Readings));
        Assert.InRange(report.Results, 3000, long.MaxValue);
        Assert.Empty(report.NotReplayed);
    }

    [Fact]
    public void Of_APartOfIt_BeginsAtTheCheckpointBefore()
    {
        plant.Record(TimeSpan.FromMinutes(100));
        var report = Replay(RecordedPlant.Start.AddMinutes(61).AddSeconds(25), RecordedPlant.Start.AddMinutes(80));
        Assert.Null(report.FirstDifference);
        Assert.Equal(6 * 19 - 3, report.Entries);
    }

    [Fact]
    public void Of_OneResultOfAnotherLastBit_NamesItFirst()
    {
        var changed = 0;
        plant.Record(TimeSpan.FromMinutes(10), null, tick => ++changed == 30
            ? tick with { Results = [.. tick.Results.Select(result => result with { Value = Math.BitIncrement(result.Value) })] }
            : tick);
        var report = Replay(null, null);
        Assert.StartsWith("entry 30: recorded savings,", report.FirstDifference, StringComparison.Ordinal);
        Assert.Contains(", computed savings,", report.FirstDifference, StringComparison.Ordinal);
        Assert.Equal(29, report.Entries);
    }

    [Fact]
    public void Of_ReadingChangedAfterwards_Shows()
    {
        var changed = 0;
        plant.Record(TimeSpan.FromMinutes(10), null, tick => ++changed == 30
            ? tick with { Readings = [.. tick.Readings.Select(reading => reading with { Value = reading.Value + 1e-9 })] }
            : tick);
        Assert.StartsWith("entry 30: ", Replay(null, null).FirstDifference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_Verb_SaysWhatCameOfIt()
    {
        plant.Record(TimeSpan.FromMinutes(10));
        var output = new StringWriter();
        Assert.True(await ReplayVerb.ReplayAsync(plant.Options, null, null, asJson: false, output));
        Assert.Contains("60 entries, 120 readings, ", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("identical, bit for bit", output.ToString(), StringComparison.Ordinal);
        output = new StringWriter();
        Assert.True(await ReplayVerb.ReplayAsync(plant.Options, null, null, asJson: true, output));
        Assert.Contains("\"first_difference\": null", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rebuild_History_IsMadeAnewFromTheJournal()
    {
        plant.Record(TimeSpan.FromMinutes(10));
        var path = Path.Combine(plant.Options.DataFolder, "history.db");
        Assert.StartsWith("history of 60 entries", HistoryVerb.Rebuild(plant.Options, CancellationToken.None), StringComparison.Ordinal);
        Assert.StartsWith("history of 60 entries", HistoryVerb.Rebuild(plant.Options, CancellationToken.None), StringComparison.Ordinal);
        using var journal = Journal.JournalSnapshot.Open(Journal.DiskStorage.OpenToRead(GatewayPipeline.JournalFolder(plant.Options)));
        using var history = HistoryDatabase.Open(path, journal.Epoch!.Value, new HistoryOptions());
        Assert.False(history.StartedAnew);
        Assert.Equal(60, history.LastSeq);
        var hour = Assert.Single(history.Query(
            "meter,device=meter active_power_kw", RecordedPlant.Start, RecordedPlant.Start.AddHours(1), Resolution.Hour));
        Assert.Equal(60, hour.Count);
    }

    private ReplayReport Replay(DateTimeOffset? from, DateTimeOffset? to) =>
        Gateway.Replaying.Replay.Of(plant.Options, from ?? DateTimeOffset.MinValue, to ?? DateTimeOffset.MaxValue);
}
