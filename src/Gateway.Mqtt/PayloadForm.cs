namespace Gateway.Mqtt;

/// <summary>How a gateway's points are written. The bridge reads both.</summary>
public enum PayloadForm : byte
{
    /// <summary>Line protocol, as InfluxDB takes it.</summary>
    LineProtocol,

    /// <summary>JSON for other consumers, see <see cref="PointsJson"/>.</summary>
    Json,
}
