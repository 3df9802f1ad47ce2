using Gateway.Mqtt.Sparkplug.Protocol;

namespace Gateway.Mqtt.Sparkplug;

/// <summary>A metric of the node itself with its value.</summary>
/// <param name="Name">Unique among the node's metrics.</param>
/// <param name="Alias">Below <see cref="NodeModel.FirstSeriesAlias"/>.</param>
/// <param name="Value">A count.</param>
internal sealed record NodeMetric(string Name, ulong Alias, ulong Value)
{
    /// <summary>Polled devices that do not answer.</summary>
    public static NodeMetric SilentDevices(int count) => new("Gateway/silent_devices", 1, (ulong)count);

    /// <summary>Values that the buffer gave up since start, because nobody listened for too long.</summary>
    public static NodeMetric DroppedValues(long count) => new("Gateway/dropped_values", 2, (ulong)count);

    public Payload.Types.Metric Write(ulong time, bool isBirth)
    {
        var metric = new Payload.Types.Metric { Alias = Alias, Timestamp = time, LongValue = Value };
        if (isBirth)
        {
            metric.Name = Name;
            metric.Datatype = (uint)DataType.Uint64;
        }

        return metric;
    }
}
