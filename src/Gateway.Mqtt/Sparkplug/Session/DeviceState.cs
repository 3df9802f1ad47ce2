using Gateway.Core;

namespace Gateway.Mqtt.Sparkplug.Session;

/// <summary>A device in the session: its values, whether it answers, and what waits until somebody listens.</summary>
internal sealed class DeviceState
{
    /// <summary>So many batches of readings in a row without an answer, and the device is gone; one lost reply is no death.</summary>
    public const int SilencesUntilGone = 2;

    private readonly List<MetricSample> changes = [];
    private Dictionary<ulong, MetricSample> current;
    private Queue<MetricSample> waiting = new();
    private int silences;
    private bool wasRead;
    private bool answered;

    public DeviceState(DeviceModel model)
    {
        Model = model;
        IsAnswering = !model.IsPolled;
        current = model.Metrics.ToDictionary(metric => metric.Alias, MetricSample.NeverMeasured);
    }

    public DeviceModel Model { get; private set; }

    /// <summary>It answers, or is computed and needs not.</summary>
    public bool IsAnswering { get; private set; }

    /// <summary>Its DBIRTH went out in this session, and no DDEATH since.</summary>
    public bool IsBorn { get; set; }

    /// <summary>The present values of all its metrics.</summary>
    public IEnumerable<MetricSample> Current => Model.Metrics.Select(metric => current[metric.Alias]);

    /// <summary>Values that wait.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Takes a reading in; what says nothing new is not reported.</summary>
    public void Take(MetricModel metric, in Reading reading)
    {
        wasRead = true;
        answered |= reading.Quality is not (Quality.Timeout or Quality.InvalidReply or Quality.Disconnected);
        var before = current[metric.Alias];
        var tellsQuality = !reading.Quality.IsGood || !before.Quality.IsGood;
        var sample = new MetricSample(metric, reading.Time, reading.Value, reading.Quality, tellsQuality);
        current[metric.Alias] = sample;
        if (metric.IsOfAPeriod || !sample.SaysTheSame(before))
        {
            changes.Add(sample);
        }
    }

    /// <summary>Takes a value over from before the metric was reported, as present but no news.</summary>
    public void Recall(MetricModel metric, in Reading reading)
    {
        if (current[metric.Alias].Time is null)
        {
            current[metric.Alias] = new MetricSample(metric, reading.Time, reading.Value, reading.Quality, TellsQuality: true);
        }
    }

    /// <summary>Goes on with other metrics. What is known of those that stay, is kept; what waits of the others is given up.</summary>
    public void Become(DeviceModel next)
    {
        var before = Model.Metrics.ToDictionary(metric => metric.Alias);
        var kept = next.Metrics.Where(metric => before.TryGetValue(metric.Alias, out var known) && known.IsBornAs(metric))
            .Select(metric => metric.Alias).ToHashSet();
        current = next.Metrics.ToDictionary(
            metric => metric.Alias, metric => kept.Contains(metric.Alias) ? current[metric.Alias] : MetricSample.NeverMeasured(metric));
        waiting = new Queue<MetricSample>(waiting.Where(sample => kept.Contains(sample.Metric.Alias)));
        Model = next;
    }

    /// <summary>After a batch of readings: whether the device answered in it.</summary>
    public void EndBatch()
    {
        if (Model.IsPolled && wasRead)
        {
            silences = answered ? 0 : silences + 1;
            IsAnswering = answered || (IsAnswering && silences < SilencesUntilGone);
        }

        wasRead = answered = false;
    }

    /// <summary>What has changed since it was last asked.</summary>
    public IReadOnlyList<MetricSample> TakeChanges()
    {
        MetricSample[] taken = [.. changes];
        changes.Clear();
        return taken;
    }

    public void Keep(MetricSample sample) => waiting.Enqueue(sample);

    public MetricSample TakeOldest() => waiting.Dequeue();
}
