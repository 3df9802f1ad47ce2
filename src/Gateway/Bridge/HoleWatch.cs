using System.Globalization;
using Gateway.Journal;
using Gateway.Mqtt;

namespace Gateway.Bridge;

/// <summary>Watches the numbers of all gateways for holes. Safe to use from several tasks at once.</summary>
/// <param name="patience">See <see cref="SequenceGaps"/>.</param>
/// <param name="clock">A monotonic clock.</param>
/// <param name="logger">One line for each hole.</param>
internal sealed class HoleWatch(TimeSpan patience, TimeProvider clock, ILogger logger)
{
    /// <summary>Journals that are watched at a time; the one that has been silent longest gives way.</summary>
    public const int MostJournals = 1024;

    /// <summary>Holes that the status lists.</summary>
    public const int MostListed = 100;

    // Less than a journal skips, for what was sent before the stop, and was lost by the disk, is stored here and cuts the gap short.
    private const long Skip = JournalWriter.SeqSkip / 2;

    private readonly Lock gate = new();
    private readonly Dictionary<(GatewayAddress Address, ulong Epoch), SequenceGaps> journals = [];
    private readonly long started = clock.GetTimestamp();
    private long found;

    private TimeSpan Now => clock.GetElapsedTime(started);

    /// <summary>Takes note of messages that are stored.</summary>
    public void Note(IEnumerable<DataMessage> stored)
    {
        lock (gate)
        {
            foreach (var message in stored)
            {
                var key = (message.Address, message.Epoch);
                if (!journals.TryGetValue(key, out var gaps))
                {
                    MakeRoom();
                    journals[key] = gaps = new SequenceGaps(patience, Skip);
                }

                gaps.Note(message.Range, message.Backfill, Now);
            }
        }
    }

    /// <summary>Reports the gaps that have become holes; to be called now and then.</summary>
    public void Look()
    {
        lock (gate)
        {
            foreach (var (key, gaps) in journals)
            {
                foreach (var hole in gaps.TakeHoles(Now))
                {
                    found++;
                    Log.HoleFound(logger, key.Address.ToString(), hole.First, hole.Last, Text(key.Epoch), patience.TotalMinutes);
                }
            }
        }
    }

    /// <summary>What stands open.</summary>
    public HoleStatus Status()
    {
        lock (gate)
        {
            var open = journals.SelectMany(journal => journal.Value.Holes.Select(hole =>
                new SequenceHole(journal.Key.Address.ToString(), Text(journal.Key.Epoch), hole.First, hole.Last))).ToList();
            return new HoleStatus(
                found, open.Sum(hole => hole.Last - hole.First + 1), [.. open.Take(MostListed)]);
        }
    }

    private static string Text(ulong epoch) => epoch.ToString("x16", CultureInfo.InvariantCulture);

    private void MakeRoom()
    {
        if (journals.Count >= MostJournals)
        {
            journals.Remove(journals.MinBy(journal => journal.Value.LastHeard).Key);
        }
    }
}
