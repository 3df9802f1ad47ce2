using System.Threading.Channels;
using Gateway.Core;
using Gateway.Journal;
using Gateway.Pipeline;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Pipeline;

public sealed class RecorderTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private readonly TempFolder folder = new();
    private readonly Catalog catalog = new();
    private readonly Channel<IReadOnlyList<Reading>> input = Channel.CreateUnbounded<IReadOnlyList<Reading>>();
    private readonly JournalWriter journal;
    private readonly LatestValues latest;
    private readonly ClockSeries clockSeries;

    public RecorderTests()
    {
        catalog.Add(new Series("meter", [new("device", "m")], "active_power_kw", "kW"));
        clockSeries = new ClockSeries(catalog);
        journal = JournalWriter.Open(folder.File("journal"), new JournalOptions(), CatalogText.Write(catalog));
        latest = new LatestValues(catalog);
    }

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_WhatArrivedTogether_IsOneEntryAndTheLastHasACheckpoint()
    {
        Write(Start, 1);
        Write(Start.AddSeconds(1), 2);
        input.Writer.Complete();
        await NewRecorder().RunAsync();

        var ticks = Ticks();
        Assert.Equal([1.0, 2.0], ticks[0].Readings.Select(reading => reading.Value));
        Assert.False(ticks[^1].Checkpoint.IsEmpty);
        Assert.Equal(2, latest.Of(0).Value);
    }

    [Fact]
    public async Task RunAsync_AnEmptyPoll_IsPassedOver()
    {
        Assert.True(input.Writer.TryWrite([]));
        Write(Start, 1);
        input.Writer.Complete();
        await NewRecorder().RunAsync();
        Assert.Equal(1, latest.Of(0).Value);
    }

    [Fact]
    public async Task RunAsync_ReadingsOfSeveralMinutes_ChecksPointOncePerMinuteOfTheirTime()
    {
        var clock = new FakeTimeProvider(Start);
        var recorder = NewRecorder(clock);
        var running = recorder.RunAsync();
        for (var second = 0; second < 150; second += 10)
        {
            var before = journal.CommittedEnd;
            Write(Start.AddSeconds(second), second);
            while (journal.CommittedEnd == before)
            {
                clock.Advance(Interval);
                await Task.Yield();
            }
        }

        input.Writer.Complete();
        await running;
        Assert.Equal(3 + 1, Ticks().Count(tick => !tick.Checkpoint.IsEmpty));
        Assert.Equal(15, recorder.ReadingsRecorded);
    }

    private Recorder NewRecorder(TimeProvider? clock = null) => new(
        input.Reader, new CalculationSet([]), journal, latest, _ => { }, Interval,
        new PlantTime(clock ?? TimeProvider.System, null, clockSeries, () => null, (_, _) => { }),
        clock ?? TimeProvider.System, NullLogger<Recorder>.Instance);

    private void Write(DateTimeOffset time, double value) =>
        Assert.True(input.Writer.TryWrite([new Reading(0, time, value, Quality.Good)]));

    private List<Tick> Ticks()
    {
        using var reader = new TickReader(journal.Read(journal.FirstSeq), catalog);
        var ticks = new List<Tick>();
        while (reader.TryRead(out var recorded))
        {
            ticks.Add(recorded.Tick);
        }

        return ticks;
    }
}
