using System.Buffers;
using System.Threading.Channels;
using Gateway.Core;
using Gateway.Journal;

namespace Gateway.Pipeline;

/// <summary>
/// Turns readings into ticks: folds them through the calculations and commits readings, results and, once a minute, the
/// calculations' state as one journal entry. Nobody hears of a reading before it is on disk.
/// </summary>
/// <param name="input">What the pollers read.</param>
/// <param name="calculations">Fold the readings, until an <see cref="InstallationSwitch"/> brings others.</param>
/// <param name="journal">Where the ticks go.</param>
/// <param name="latest">Told of each tick once it is on disk.</param>
/// <param name="committed">Called with it then, on the recorder's own turn: the calculations stand still meanwhile.</param>
/// <param name="interval">How long readings are gathered for one commit: the most that a power cut can take.</param>
/// <param name="time">Stamps the readings.</param>
/// <param name="wallClock">Paces the commits.</param>
/// <param name="logger">One line per change.</param>
internal sealed class Recorder(
    ChannelReader<IReadOnlyList<Reading>> input,
    CalculationSet calculations,
    JournalWriter journal,
    LatestValues latest,
    Action<Tick> committed,
    TimeSpan interval,
    PlantTime time,
    TimeProvider wallClock,
    ILogger<Recorder> logger)
{
    /// <summary>Readings in one tick; what is more goes into the next.</summary>
    private const int MaxReadings = 20_000;

    private const int MaxAttemptsAtStop = 3;
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly List<Reading> readings = [];
    private readonly ArrayBufferWriter<byte> payload = new();
    private DateTimeOffset nextCheckpoint = DateTimeOffset.MinValue + Period.Minute;
    private long lastCommitMs;
    private long droppedReported;

    /// <summary>Readings and results written since start.</summary>
    public long ReadingsRecorded { get; private set; }

    /// <summary>When the last tick was committed, by the wall clock.</summary>
    public DateTimeOffset? LastCommit =>
        Interlocked.Read(ref lastCommitMs) is > 0 and var unixMs ? DateTimeOffset.FromUnixTimeMilliseconds(unixMs) : null;

    /// <summary>Why nothing can be recorded at the moment, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Records until the input is complete and empty; the last tick carries a checkpoint.</summary>
    public async Task RunAsync()
    {
        while (await input.WaitToReadAsync())
        {
            var change = TakeReadings();
            if (readings.Count > 0)
            {
                Stamp();
                await RecordAsync(IsCheckpointDue());
            }

            if (change is not null)
            {
                await ChangeAsync(change);
                continue;
            }

            await Task.WhenAny(Task.Delay(interval, wallClock), input.Completion);
        }

        await RecordAsync(withCheckpoint: true);
    }

    // Returns where the installation changes: what was polled after that is not taken yet.
    private InstallationSwitch? TakeReadings()
    {
        while (readings.Count < MaxReadings && input.TryRead(out var polled))
        {
            if (polled is InstallationSwitch change)
            {
                return change;
            }

            readings.AddRange(polled);
        }

        return null;
    }

    // The polls tell steady time. What is told of the clock comes first, so that it holds for all that is stamped behind it.
    private void Stamp()
    {
        var ofClock = time.Turn();
        for (var i = 0; i < readings.Count; i++)
        {
            readings[i] = readings[i] with { Time = time.Stamp(readings[i].Time) };
        }

        readings.InsertRange(0, ofClock);
    }

    // As a restart would: the new calculations take up the checkpoint of the old ones. The tick that holds the new checkpoint, and no
    // reading, parts what came about under the one configuration from what comes about under the other.
    private async Task ChangeAsync(InstallationSwitch change)
    {
        change.Next.Calculations.RestoreCheckpoint(calculations.SaveCheckpoint());
        calculations = change.Next.Calculations;
        latest.Grow(change.Next.Catalog);
        journal.ChangePreamble(CatalogText.Write(change.Next.Catalog));
        change.Take();
        await RecordAsync(withCheckpoint: true);
        change.Complete();
    }

    // By the readings' own time, so that a plant that runs faster than the clock is checkpointed as often per minute of its own.
    private bool IsCheckpointDue()
    {
        var newest = readings[^1].Time;
        if (newest < nextCheckpoint && newest >= nextCheckpoint - Period.Minute)
        {
            return false;
        }

        nextCheckpoint = Period.Containing(newest, Period.Minute).End;
        return true;
    }

    private async Task RecordAsync(bool withCheckpoint)
    {
        var results = new List<Reading>();
        calculations.Fold(readings, results);
        var tick = new Tick([.. readings], results, withCheckpoint ? calculations.SaveCheckpoint() : default);
        readings.Clear();
        payload.ResetWrittenCount();
        TickCodec.Write(tick, payload);
        journal.Append(payload.WrittenSpan);
        await CommitAsync();
        latest.Take(tick);
        ReadingsRecorded += tick.Readings.Count + tick.Results.Count;
        Interlocked.Exchange(ref lastCommitMs, wallClock.GetUtcNow().ToUnixTimeMilliseconds());
        committed(tick);
    }

    // While the disk refuses, nothing more is taken in: the pollers wait, and the gap shows in what they read afterwards.
    private async Task CommitAsync()
    {
        var attempts = 0;
        var outcome = journal.Commit();
        while (!outcome.Committed)
        {
            Fault = outcome.Fault;
            if (++attempts == 1)
            {
                Log.DiskRefuses(logger, outcome.Fault!);
            }

            if (input.Completion.IsCompleted && attempts >= MaxAttemptsAtStop)
            {
                throw new IOException(outcome.Fault);
            }

            await Task.Delay(RetryPause, wallClock);
            outcome = journal.Commit();
        }

        Fault = null;
        if (attempts > 0)
        {
            Log.DiskAccepts(logger, attempts);
        }

        if (outcome.Fault is { } fault)
        {
            Log.RetentionFails(logger, fault);
        }

        if (journal.EntriesDroppedUndelivered is var dropped && dropped > droppedReported)
        {
            Log.EntriesDropped(logger, dropped - droppedReported);
            droppedReported = dropped;
        }
    }
}
