namespace Gateway.Mqtt.Sparkplug.Session;

/// <summary>How far an edge node's session has come.</summary>
internal enum SessionPhase
{
    /// <summary>No connection.</summary>
    Offline,

    /// <summary>On the way to a broker.</summary>
    Connecting,

    /// <summary>Connected, subscriptions asked for.</summary>
    Subscribing,

    /// <summary>Waits for the primary host to be online.</summary>
    Waiting,

    /// <summary>Born: data go out.</summary>
    Online,

    /// <summary>Asked to be born again, soon after the last birth; until then data are kept back.</summary>
    RebirthDue,

    /// <summary>Stopped for good.</summary>
    Stopped,
}
