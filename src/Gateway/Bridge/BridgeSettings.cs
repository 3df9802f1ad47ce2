using Gateway.Influx;

namespace Gateway.Bridge;

/// <summary>How a bridge works.</summary>
internal sealed record BridgeSettings
{
    /// <summary>Lines that are written together, at most.</summary>
    public int MostLines { get; init; } = BatchWriter.MostLinesPerWrite;

    /// <summary>
    /// So long the first message of a batch waits for others at most; a quarter of it where none come. A broker that holds the others back
    /// until the first are receipted is thus not waited for in vain.
    /// </summary>
    public TimeSpan MostTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Numbers that stay missing between others for so long are a hole. Null where holes are not watched for: a bridge that shares the load
    /// sees a part of the numbers only.
    /// </summary>
    public TimeSpan? HolesAfter { get; init; }
}
