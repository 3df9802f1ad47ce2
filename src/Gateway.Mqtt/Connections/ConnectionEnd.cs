namespace Gateway.Mqtt.Connections;

/// <summary>How an attempt to keep a connection ended.</summary>
/// <remarks>
/// No enum: the retry library has the trimmer keep every member of its result type, and an enum's are not fit for native code.
/// </remarks>
internal sealed class ConnectionEnd
{
    private ConnectionEnd()
    {
    }

    /// <summary>It was never made, or lost so soon that coming back at once would only add to the trouble.</summary>
    public static ConnectionEnd Early { get; } = new();

    /// <summary>It was lost after it had served for a while.</summary>
    public static ConnectionEnd AfterGoodService { get; } = new();
}
