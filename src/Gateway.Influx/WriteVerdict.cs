namespace Gateway.Influx;

/// <summary>What to do after a write.</summary>
/// <param name="Next">The next step.</param>
/// <param name="Reason">The database's own words, one line; empty after success.</param>
/// <param name="RetryAfter">How long the database asked us to wait, if it did.</param>
public readonly record struct WriteVerdict(WriteNext Next, string Reason, TimeSpan? RetryAfter)
{
    /// <summary>The lines are durable.</summary>
    public static WriteVerdict Stored { get; } = new(WriteNext.Acknowledge, string.Empty, null);

    /// <summary>
    /// Lines that the database names in its refusal, counted from 0 in what was written; empty where it names none. A hint on where to
    /// look first, no more: it may name some only, and it may be wrong.
    /// </summary>
    public IReadOnlyList<int> Named { get => field ?? []; init; }

    /// <summary>
    /// The database failed within (500): a full disk, a retention policy that is not there, or one line that it stumbles over.
    /// </summary>
    public bool IsServerFault { get; init; }
}

/// <summary>The next step after a write.</summary>
public enum WriteNext : byte
{
    /// <summary>Durable: acknowledge.</summary>
    Acknowledge,

    /// <summary>Some line is wrong: search for it (HTTP 400, 422).</summary>
    Bisect,

    /// <summary>The batch is too large: halve it (413).</summary>
    Halve,

    /// <summary>The database does not let us, or is not the one we trust: raise an alarm, keep the lines (401, 403, 404, TLS).</summary>
    FixAccess,

    /// <summary>Try again later (429, 5xx, no connection, timeout).</summary>
    RetryLater,
}
