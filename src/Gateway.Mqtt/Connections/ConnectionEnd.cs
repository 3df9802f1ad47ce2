namespace Gateway.Mqtt.Connections;

/// <summary>How an attempt to keep a connection ended.</summary>
internal enum ConnectionEnd : byte
{
    /// <summary>It was never made, or lost so soon that coming back at once would only add to the trouble.</summary>
    Early,

    /// <summary>It was lost after it had served for a while.</summary>
    AfterGoodService,
}
