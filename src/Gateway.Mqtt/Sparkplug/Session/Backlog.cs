namespace Gateway.Mqtt.Sparkplug.Session;

/// <summary>What was measured while nobody listened, in memory and bounded: beyond the bound the oldest of whoever has most go.</summary>
internal sealed class Backlog(NodeDevices devices, int bound)
{
    /// <summary>Values that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Values given up since start.</summary>
    public long Dropped { get; private set; }

    public void Keep(DeviceState device, IEnumerable<MetricSample> samples)
    {
        foreach (var sample in samples)
        {
            device.Keep(sample);
            Count++;
            if (Count > bound)
            {
                devices.All.MaxBy(other => other.Waiting)!.TakeOldest();
                Count--;
                Dropped++;
            }
        }
    }

    /// <summary>Counts anew after devices have changed: what waited of metrics that are no more is given up.</summary>
    public void Recount()
    {
        var left = devices.All.Sum(device => device.Waiting);
        Dropped += Count - left;
        Count = left;
    }

    /// <summary>A device that is born and for which something waits; null when there is none.</summary>
    public DeviceState? Next() => Count == 0 ? null : devices.All.FirstOrDefault(device => device.IsBorn && device.Waiting > 0);

    /// <summary>The oldest values of a device.</summary>
    public IReadOnlyList<MetricSample> Take(DeviceState device, int most)
    {
        var taken = new MetricSample[Math.Min(most, device.Waiting)];
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = device.TakeOldest();
        }

        Count -= taken.Length;
        return taken;
    }
}
