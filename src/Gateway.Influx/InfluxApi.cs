namespace Gateway.Influx;

/// <summary>Which of InfluxDB's write interfaces is spoken.</summary>
public enum InfluxApi
{
    /// <summary>InfluxDB 1.x: <c>/write</c>, database and retention policy, HTTP Basic.</summary>
    V1,

    /// <summary>InfluxDB 2.x: <c>/api/v2/write</c>, organization and bucket, <c>Token</c>.</summary>
    V2,

    /// <summary>InfluxDB 3.x: <c>/api/v3/write_lp</c>, database, <c>Bearer</c>.</summary>
    V3,
}
