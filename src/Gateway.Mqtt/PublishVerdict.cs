namespace Gateway.Mqtt;

/// <summary>What to do after a publish.</summary>
/// <param name="Next">The next step.</param>
/// <param name="Reason">What went wrong, one line; empty when nothing did.</param>
public readonly record struct PublishVerdict(PublishNext Next, string Reason)
{
    /// <summary>The broker took it.</summary>
    public static PublishVerdict Accepted { get; } = new(PublishNext.Accepted, string.Empty);
}

/// <summary>The next step after a publish.</summary>
public enum PublishNext : byte
{
    /// <summary>
    /// The broker has it. That releases nothing: a broker that is killed loses what it took. Wait for the <see cref="Acknowledgement"/>.
    /// </summary>
    Accepted,

    /// <summary>Publish again after a pause: no connection, it broke, or the broker is short of something.</summary>
    RetryLater,

    /// <summary>Larger than this broker takes: send it in smaller messages.</summary>
    TooLarge,

    /// <summary>The broker does not let us: raise an alarm, keep the message, try again after a pause.</summary>
    FixAccess,
}
