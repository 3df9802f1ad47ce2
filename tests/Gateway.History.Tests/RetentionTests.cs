using Gateway.Core;

namespace Gateway.History.Tests;

public sealed class RetentionTests
{
    private static readonly HistoryOptions Short = new()
    {
        KeepMinutes = TimeSpan.FromHours(1),
        KeepHours = TimeSpan.FromDays(1),
        KeepDays = TimeSpan.FromDays(3),
        KeepResults = TimeSpan.FromDays(2),
        MaxEvents = 5,
    };

    private readonly DateTimeOffset end = Plant.Noon.AddDays(5);

    [Fact]
    public void Prune_UntilNothingIsLeftToDo_KeepsWhatTheOptionsSay()
    {
        using var history = Fill();
        var steps = 0;
        while (history.Prune(end) > 0)
        {
            steps++;
        }

        Assert.InRange(steps, 2, 20);
        Assert.Equal(end.AddHours(-1), Rollups(history, Resolution.Minute)[0].Start);
        Assert.Equal(end.AddDays(-1), Rollups(history, Resolution.Hour)[0].Start);
        Assert.Equal(new DateTimeOffset(2025, 3, 6, 0, 0, 0, TimeSpan.Zero), Rollups(history, Resolution.Day)[0].Start);
        Assert.Equal(end.AddDays(-2), history.QueryResults(Plant.Saved, Plant.Noon, end.AddDays(1))[0].Time);
        Assert.Equal(60, Rollups(history, Resolution.Minute).Count);
    }

    [Fact]
    public void Prune_OneStep_IsBounded()
    {
        using var history = Fill();
        var before = Rollups(history, Resolution.Minute).Count;
        history.Prune(end);
        Assert.InRange(before - Rollups(history, Resolution.Minute).Count, HistoryDatabase.PruneStep / 2, HistoryDatabase.PruneStep);
    }

    [Fact]
    public void Prune_WhileFollowing_DoesNotDisturbTheCurrentPeriods()
    {
        using var history = Fill();
        history.Prune(end);
        var seq = history.LastSeq + 1;
        history.Record([Plant.Tick(seq, [new Reading(0, end.AddMinutes(-1), 1000, Quality.Good)])]);
        var last = Rollups(history, Resolution.Minute)[^1];
        Assert.Equal((2L, 1001.0), (last.Count, last.Sum));
    }

    [Fact]
    public void Prune_Events_KeepsTheNewest()
    {
        using var history = HistoryDatabase.OpenInMemory(Plant.Epoch, Short);
        for (var i = 0; i < 12; i++)
        {
            history.Record(new HistoryEvent(Plant.Noon, "kind", "subject", $"{i}"));
        }

        Assert.Equal(7, history.Prune(Plant.Noon));
        Assert.Equal(["11", "10", "9", "8", "7"], history.Events(100).Select(one => one.Text));
    }

    private static IReadOnlyList<Rollup> Rollups(HistoryDatabase history, Resolution level) =>
        history.Query(Plant.Power, Plant.Noon.AddDays(-1), Plant.Noon.AddDays(10), level);

    // One reading a minute and one result an hour, for five days.
    private HistoryDatabase Fill()
    {
        var history = HistoryDatabase.OpenInMemory(Plant.Epoch, Short);
        var minutes = (int)(end - Plant.Noon).TotalMinutes;
        var readings = Enumerable.Range(0, minutes).Select(i => Plant.Reading(0, i * 60, 1)).ToArray();
        var results = Enumerable.Range(1, minutes / 60).Select(i => Plant.Reading(2, i * 3600, 2)).ToArray();
        history.Record([Plant.Tick(1, readings, results)]);
        history.Flush();
        return history;
    }
}
