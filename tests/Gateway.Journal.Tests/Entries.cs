using System.Text;

namespace Gateway.Journal.Tests;

/// <summary>Small journals and what stands in them.</summary>
internal static class Entries
{
    public static readonly byte[] Preamble = "catalog"u8.ToArray();

    public static JournalOptions Options { get; } = new()
    {
        SegmentBytes = 4096,
        MaxBytes = 8 << 20,
        NewEpoch = () => 0xE70C,
        CursorSaveInterval = 8,
    };

    public static JournalWriter Open(FaultyDisk disk, JournalOptions? options = null) =>
        JournalWriter.Open(disk.Mount(), options ?? Options, Preamble);

    /// <summary>Payload number i: its number and some letters, so that no two are alike.</summary>
    public static byte[] Payload(int i) => Encoding.ASCII.GetBytes($"{i}:{new string((char)('a' + (i % 26)), i * 7 % 97)}");

    /// <summary>Commits payloads in groups; returns the sequence number of each.</summary>
    public static long[] Commit(JournalWriter journal, IEnumerable<int> numbers, int group = 1)
    {
        var seqs = new List<long>();
        foreach (var chunk in numbers.Chunk(group))
        {
            seqs.AddRange(chunk.Select(i => journal.Append(Payload(i))));
            Assert.Null(journal.Commit().Fault);
        }

        return [.. seqs];
    }

    public static List<JournalEntry> ReadAll(JournalWriter journal, long fromSeq = 1)
    {
        using var reader = journal.Read(fromSeq);
        return ReadAll(reader);
    }

    public static List<JournalEntry> ReadAll(JournalReader reader)
    {
        var entries = new List<JournalEntry>();
        while (reader.TryRead(out var entry))
        {
            entries.Add(entry);
        }

        return entries;
    }

    public static string[] Texts(IEnumerable<JournalEntry> entries) =>
        [.. entries.Select(entry => Encoding.ASCII.GetString(entry.Payload.Span))];

    public static string[] Texts(IEnumerable<int> numbers) => [.. numbers.Select(i => Encoding.ASCII.GetString(Payload(i)))];
}
