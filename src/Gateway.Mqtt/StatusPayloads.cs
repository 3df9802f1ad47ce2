namespace Gateway.Mqtt;

/// <summary>What stands, retained, on a gateway's status topic. Both are JSON.</summary>
/// <param name="Online">Asked for at each connection, so that it may tell of the moment.</param>
/// <param name="Offline">Left with the broker as the last will, and published on an orderly leave.</param>
public sealed record StatusPayloads(Func<ReadOnlyMemory<byte>> Online, ReadOnlyMemory<byte> Offline)
{
    /// <summary>Says no more than <c>{"online":true}</c> and <c>{"online":false}</c>.</summary>
    public static StatusPayloads Plain { get; } = new(() => """{"online":true}"""u8.ToArray(), """{"online":false}"""u8.ToArray());
}
