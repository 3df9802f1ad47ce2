using Gateway.Journal;
using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>How the journal is kept.</summary>
/// <param name="JournalMaxBytes">Its bound; beyond it the oldest entries go, delivered or not.</param>
/// <param name="JournalMaxAge">Older entries go once they are delivered; null keeps them to the bound.</param>
/// <param name="CommitInterval">How long readings are gathered for one commit: the most that a power cut can take.</param>
/// <param name="Durability">What a commit promises.</param>
internal sealed record StorageOptions(long JournalMaxBytes, TimeSpan? JournalMaxAge, TimeSpan CommitInterval, Durability Durability);

/// <summary>Reads <c>storage:</c>.</summary>
internal static class StorageSection
{
    private const int MinJournalMib = 16;
    private const int MaxJournalMib = 1 << 20;
    private const int DefaultJournalMib = 1024;
    private static readonly TimeSpan ShortestAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(3650);
    private static readonly TimeSpan ShortestCommit = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestCommit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UsualCommit = TimeSpan.FromMilliseconds(250);

    private static readonly Dictionary<string, Durability> Durabilities = new(StringComparer.Ordinal)
    {
        ["full"] = Durability.Full, ["normal"] = Durability.Normal,
    };

    public static StorageOptions Read(YamlMap root)
    {
        if (root.MapOrNull("storage") is not { } map)
        {
            return new StorageOptions((long)DefaultJournalMib << 20, null, UsualCommit, Durability.Full);
        }

        var options = new StorageOptions(
            (long)map.Integer("journal_max_mib", MinJournalMib, MaxJournalMib, DefaultJournalMib) << 20,
            map.DurationOrNull("journal_max_age", ShortestAge, LongestAge),
            map.Duration("commit_interval", ShortestCommit, LongestCommit, UsualCommit),
            map.Choice("durability", Durabilities, Durability.Full));
        map.RejectUnknownKeys();
        return options;
    }
}
