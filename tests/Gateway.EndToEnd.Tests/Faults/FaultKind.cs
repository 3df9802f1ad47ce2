namespace Gateway.EndToEnd.Tests.Faults;

/// <summary>What can go wrong between a register and the database.</summary>
internal enum FaultKind
{
    /// <summary>kill -9, and started again after a while.</summary>
    KillGateway,

    /// <summary>As above.</summary>
    KillBridge,

    /// <summary>As above. The broker keeps nothing: what it receipted is gone.</summary>
    KillBroker,

    /// <summary>As above.</summary>
    KillDatabase,

    /// <summary>The bridge dies when points are on their way to the database.</summary>
    KillBridgeAtWrite,

    /// <summary>The bridge dies when the database has answered and the answer is on its way.</summary>
    KillBridgeAtAnswer,

    /// <summary>The bridge dies when what it sends next, mostly an acknowledgement, is on its way.</summary>
    KillBridgeAtAcknowledgement,

    /// <summary>The gateway dies when what the broker sends next, a receipt or an acknowledgement, is on its way.</summary>
    KillGatewayAtReceipt,

    /// <summary>The broker dies when what it sends the gateway next is on its way.</summary>
    KillBrokerAtReceipt,

    /// <summary>The gateway dies, and its journal ends in garbage.</summary>
    GarbageTail,

    /// <summary>The gateway dies, and its journal ends in zeros.</summary>
    ZeroTail,

    /// <summary>The gateway dies, and a bit of the delivery cursor is another.</summary>
    FlippedCursor,

    /// <summary>The gateway dies, and a bit of the history's database is another.</summary>
    FlippedHistory,

    /// <summary>No connection, and none to be had, for a while.</summary>
    Cut,

    /// <summary>The connection stays and nothing passes, for a while.</summary>
    HalfOpen,

    /// <summary>All passes late, for a while.</summary>
    Slow,

    /// <summary>The connection is reset after some bytes.</summary>
    ResetAfterBytes,

    /// <summary>The broker stands still, for a while.</summary>
    FrozenBroker,

    /// <summary>The database stands still, for a while.</summary>
    FrozenDatabase,

    /// <summary>The bridge stands still, for a while: a slow consumer.</summary>
    FrozenBridge,

    /// <summary>Old messages arrive again, in another order.</summary>
    Duplicates,

    /// <summary>Messages arrive that nobody can store.</summary>
    Poison,

    /// <summary>The gateway's disk is full, for a while.</summary>
    FullDisk,
}
