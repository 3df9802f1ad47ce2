using Gateway.Core;

namespace Gateway.Mqtt.Sparkplug.Session;

/// <summary>The devices in the session, in the order of the model.</summary>
internal sealed class NodeDevices
{
    private NodeModel model;
    private Dictionary<string, DeviceState> byId;

    public NodeDevices(NodeModel model, IReadOnlyList<Reading> known)
    {
        this.model = model;
        All = [.. model.Devices.Select(device => new DeviceState(device))];
        byId = All.ToDictionary(device => device.Model.Id, StringComparer.Ordinal);
        Recall(known);
    }

    /// <summary>Every device.</summary>
    public IReadOnlyList<DeviceState> All { get; private set; }

    /// <summary>Takes a batch of readings in.</summary>
    public void Take(IReadOnlyList<Reading> readings)
    {
        foreach (var reading in readings)
        {
            if (model.Find(reading.Series) is var (device, metric))
            {
                byId[device.Id].Take(metric, reading);
            }
        }

        foreach (var device in All)
        {
            device.EndBatch();
        }
    }

    /// <summary>Goes on with another model. A device of the same name stays the same, whether or not its metrics do.</summary>
    /// <returns>The devices that are no more, and those whose birth is another, or their first.</returns>
    public (IReadOnlyList<DeviceState> Gone, IReadOnlyList<DeviceState> Changed) Change(NodeModel next, IReadOnlyList<Reading> known)
    {
        var before = byId;
        var changed = new List<DeviceState>();
        All = [.. next.Devices.Select(Of)];
        byId = All.ToDictionary(device => device.Model.Id, StringComparer.Ordinal);
        model = next;
        Recall(known);
        return ([.. before.Values.Where(device => !byId.ContainsKey(device.Model.Id))], changed);

        DeviceState Of(DeviceModel device)
        {
            var isKnown = before.TryGetValue(device.Id, out var state);
            if (!isKnown || !state!.Model.IsBornAs(device))
            {
                state ??= new DeviceState(device);
                state.Become(device);
                changed.Add(state);
            }

            return state;
        }
    }

    private void Recall(IReadOnlyList<Reading> known)
    {
        foreach (var reading in known)
        {
            if (model.Find(reading.Series) is var (device, metric))
            {
                byId[device.Id].Recall(metric, reading);
            }
        }
    }
}
