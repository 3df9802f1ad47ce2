namespace Gateway.EndToEnd.Tests.Faults;

/// <summary>One thing that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="After">So long after the last one.</param>
/// <param name="Lasting">So long until it is mended; a process is dead so long.</param>
/// <param name="Choice">Decides what the kind leaves open: which connection, how many bytes, which bit.</param>
/// <param name="Meanwhile">Befalls the site in the midst of this one.</param>
internal sealed record Fault(FaultKind Kind, TimeSpan After, TimeSpan Lasting, int Choice, Fault? Meanwhile = null)
{
    private static readonly FaultKind[] Kills =
        [FaultKind.KillGateway, FaultKind.KillBridge, FaultKind.KillBroker, FaultKind.KillDatabase];

    /// <summary>
    /// The faults of a seed. Half of them are kills at any instant, and half of those fall in the midst of another fault; the others
    /// are each kind once, then any.
    /// </summary>
    public static IReadOnlyList<Fault> Sequence(int seed, int count)
    {
        var random = new Random(seed);
        var kinds = Enum.GetValues<FaultKind>();
        random.Shuffle(kinds);
        var sequence = new List<Fault>();
        for (var number = 0; number < count; number += 2)
        {
            var kill = Any(Kills[random.Next(Kills.Length)], random);
            var other = Any(number / 2 < kinds.Length ? kinds[number / 2] : kinds[random.Next(kinds.Length)], random);
            sequence.AddRange(random.Next(2) == 0 ? [other with { Meanwhile = kill }] : (Fault[])[kill, other]);
        }

        return sequence;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Kind} after {After.TotalMilliseconds} ms for {Lasting.TotalMilliseconds} ms ({Choice})"
        + (Meanwhile is null ? string.Empty : $", meanwhile {Meanwhile}");

    private static Fault Any(FaultKind kind, Random random) => new(
        kind, TimeSpan.FromMilliseconds(random.Next(1000)), TimeSpan.FromMilliseconds(random.Next(800)), random.Next());
}
