namespace Gateway.Influx;

/// <summary>How far a <see cref="BatchWriter"/> got.</summary>
/// <param name="Settled">
/// So many payloads, counted from the first, are done: each of their lines is stored or rejected. Acknowledge these.
/// </param>
/// <param name="Rejected">
/// The settled payloads' lines that the database will never take, with its reason. Put them aside where a person finds them.
/// </param>
/// <param name="Verdict">
/// <see cref="WriteNext.Acknowledge"/> when all is settled; otherwise why it stopped (<see cref="WriteNext.RetryLater"/> or
/// <see cref="WriteNext.FixAccess"/>). Come again with the rest after <see cref="WriteVerdict.RetryAfter"/> or a pause of your own.
/// </param>
public sealed record BatchOutcome(int Settled, IReadOnlyList<RejectedLine> Rejected, WriteVerdict Verdict);

/// <summary>A line that the database refuses.</summary>
/// <param name="Payload">Index of the payload it came in.</param>
/// <param name="Line">The line without its line feed; a copy, so it outlives the payload.</param>
/// <param name="Reason">The database's own words.</param>
public sealed record RejectedLine(int Payload, ReadOnlyMemory<byte> Line, string Reason);
