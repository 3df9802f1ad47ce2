using System.Text;
using Gateway.Configuration;
using Gateway.Core;
using Gateway.History;
using Gateway.Journal;
using Gateway.Northbound;
using Gateway.Pipeline;
using Gateway.Reloading;
using Gateway.Simulators;
using Gateway.Status;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Reloading;

/// <summary>
/// A gateway in this process with its files in a folder. The plant's clock stands still but for <see cref="AdvanceAsync"/>; what paces disk
/// and network runs ten times as fast as usual.
/// </summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource stop = new();
    private readonly string file;
    private readonly FakeTimeProvider plant;
    private readonly GatewayPipeline pipeline;
    private readonly ConfigurationReload reload;
    private readonly Task running;

    private RunningGateway(string file, DateTimeOffset start)
    {
        this.file = file;
        plant = new FakeTimeProvider(start);
        var wall = new AcceleratedTime(TimeProvider.System, 10);
        var loaded = LoadedConfiguration.Load(file);
        Assert.Empty(loaded.Read.Faults);
        pipeline = GatewayPipeline.Open(loaded.Read.Value, plant, wall, NullLoggerFactory.Instance);
        reload = new ConfigurationReload(loaded, pipeline, () => { }, wall, NullLogger<ConfigurationReload>.Instance);
        running = PipelineParts.TogetherAsync(
            stop.Token, token => pipeline.RunAsync(TimeSpan.FromSeconds(20), token), reload.RunAsync);
    }

    public GatewayStatus Status => pipeline.Status() with { Configuration = reload.Status };

    public Health Health => pipeline.Health();

    /// <summary>What its own Modbus server would show from now on.</summary>
    public RegisterImage Registers => pipeline.Registers()!;

    public long Undelivered => pipeline.Undelivered;

    public DateTimeOffset Now => plant.GetUtcNow();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Writes the configuration and the profile of <see cref="SimulatedDevices"/>, and starts.</summary>
    public static RunningGateway Run(TempFolder folder, string configuration, DateTimeOffset? start = null)
    {
        Directory.CreateDirectory(folder.File("profiles"));
        File.WriteAllText(folder.File("profiles/probe.yaml"), SimulatedDevices.Profile);
        File.WriteAllText(folder.File("gateway.yaml"), configuration);
        return new RunningGateway(folder.File("gateway.yaml"), start ?? Start);
    }

    /// <summary>Puts another file in the place of the configuration, as editors do, and waits for what becomes of it.</summary>
    public async Task<ConfigurationStatus> EditAsync(string configuration, bool isAsked = true)
    {
        var before = reload.Status;
        await File.WriteAllTextAsync(file + "~", configuration, Token);
        File.Move(file + "~", file, overwrite: true);
        if (isAsked)
        {
            reload.Ask();
        }

        await HoldsAsync(() => !ReferenceEquals(reload.Status, before), "the edited configuration is taken up or refused");
        return reload.Status;
    }

    public void Ask() => reload.Ask();

    /// <summary>Moves the plant's time on and waits until the readings of these devices are on disk.</summary>
    public async Task AdvanceAsync(TimeSpan by, params string[] devices)
    {
        plant.Advance(by);
        await RecordedAsync(devices);
    }

    /// <summary>Waits until these devices have readings of now on disk.</summary>
    public Task RecordedAsync(params string[] devices)
    {
        var now = plant.GetUtcNow();
        return HoldsAsync(
            () => devices.All(name => Status.Devices.SingleOrDefault(device => device.Device == name)?.Values[0].Time == now),
            $"readings of {string.Join(", ", devices)} at {now:O}");
    }

    public async Task HoldsAsync(Func<bool> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Longest, $"waited for: {what}");
            Assert.False(running.IsFaulted, running.Exception?.ToString());
            await Task.Delay(Step, TimeProvider.System, Token);
        }
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        reload.Dispose();
        pipeline.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (!running.IsCompleted)
        {
            await StopAsync();
        }

        stop.Dispose();
    }

    /// <summary>What a stopped gateway has recorded.</summary>
    public static List<RecordedTick> Recorded(TempFolder folder)
    {
        using var journal = JournalWriter.Open(folder.File("data/journal"), new JournalOptions(), CatalogText.Write(new Catalog()));
        Assert.Empty(journal.Damages);
        using var reader = new TickReader(journal.Read(journal.FirstSeq), new Catalog());
        var ticks = new List<RecordedTick>();
        while (reader.TryRead(out var tick))
        {
            ticks.Add(tick);
        }

        return ticks;
    }

    /// <summary>The readings and results of one series among them.</summary>
    public static List<Reading> Of(IEnumerable<RecordedTick> ticks, string seriesKey) =>
    [
        .. from tick in ticks
           from reading in tick.Tick.Readings.Concat(tick.Tick.Results)
           where tick.Catalog[reading.Series].Key == seriesKey
           select reading,
    ];

    /// <summary>The events of a stopped gateway, oldest first.</summary>
    public static List<HistoryEvent> Events(TempFolder folder, IReadOnlyList<RecordedTick> ticks)
    {
        Assert.NotEmpty(ticks);
        using var journal = JournalWriter.Open(folder.File("data/journal"), new JournalOptions(), CatalogText.Write(new Catalog()));
        using var history = HistoryDatabase.Open(folder.File("data/history.db"), journal.Epoch, new HistoryOptions());
        return [.. history.Events(1000).Reverse()];
    }

    /// <summary>A checkpoint as text.</summary>
    public static string Checkpoint(RecordedTick tick) => Encoding.UTF8.GetString(tick.Tick.Checkpoint.Span);
}
