using Gateway.Core;

namespace Gateway.Journal.Tests;

public sealed class DamageTests
{
    private const int Count = 200;

    private readonly FaultyDisk disk = new();

    public DamageTests()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, Count), group: 4);
        Assert.InRange(disk.Segments.Count, 3, 10);
    }

    [Fact]
    public void Read_OneBitFlippedAnywhere_IsReportedAndCostsAtMostWhatIsReported()
    {
        var random = new Random(20);
        for (var trial = 0; trial < 300; trial++)
        {
            var copy = Copy();
            var segment = copy.Segments[random.Next(copy.Segments.Count)];
            copy.FlipBit(segment, random.Next(copy[segment].Bytes.Length * 8));
            using var journal = Entries.Open(copy);
            var read = Entries.ReadAll(journal);
            var damage = Assert.Single(journal.Damages);
            Assert.Equal(segment, damage.Segment);
            CheckPayloads(read);
            var seen = read.Select(entry => entry.Seq).ToHashSet();
            var lost = Enumerable.Range(1, Count).Where(seq => !seen.Contains(seq)).ToList();
            Assert.NotEmpty(lost);
            Assert.All(lost, seq => Assert.InRange(seq, damage.Missing.First, damage.Missing.Last));
            Assert.True(damage.Kind == JournalDamageKind.Header || lost.Count <= 1, $"{lost.Count} lost by one bit: {damage}");
            Assert.DoesNotContain(Entries.Commit(journal, [1])[0], Enumerable.Range(1, Count).Select(seq => (long)seq));
        }
    }

    [Fact]
    public void Open_CutAtAnyByte_KeepsTheEntriesBeforeAndTellsTheRest()
    {
        var last = disk.Segments[^1];
        var whole = disk[last].Bytes;
        for (var length = 0; length < whole.Length; length++)
        {
            var copy = Copy();
            copy[last].Bytes = whole[..length];
            using var journal = Entries.Open(copy);
            var read = Entries.ReadAll(journal);
            CheckPayloads(read);
            Assert.Equal(Enumerable.Range(1, read.Count).Select(seq => (long)seq), read.Select(entry => entry.Seq));
            Assert.False(journal.Recovery.WasClosed);
            Assert.InRange(Entries.Commit(journal, [1])[0], Count + 1, long.MaxValue);
        }
    }

    [Theory]
    [InlineData(1, 0xFF)]
    [InlineData(5000, -1)]
    [InlineData(300_000, -1)]
    public void Open_GarbageTail_IsCutOffAndCounted(int length, int value)
    {
        var last = disk.Segments[^1];
        var sound = disk[last].Bytes;
        var tail = new byte[length];
        tail.AsSpan().Fill((byte)value);
        if (value < 0)
        {
            new Random(3).NextBytes(tail);
        }

        disk[last].Bytes = [.. sound, .. tail];
        using var journal = Entries.Open(disk);
        Assert.Equal(length, journal.Recovery.TailBytesCut);
        Assert.Equal(JournalDamageKind.Tail, Assert.Single(journal.Damages).Kind);
        Assert.Equal(sound, disk[last].Bytes);
        Assert.Equal(Count, Entries.ReadAll(journal).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    [InlineData(70_000)]
    public void Open_TailOfZeros_IsSpaceNotYetWritten(int length)
    {
        var last = disk.Segments[^1];
        var sound = disk[last].Bytes;
        disk[last].Bytes = [.. sound, .. new byte[length]];
        using var journal = Entries.Open(disk);
        Assert.Equal(0, journal.Recovery.TailBytesCut);
        Assert.Empty(journal.Damages);
        Assert.Equal(Count, Entries.ReadAll(journal).Count);
        Entries.Commit(journal, [1]);
        Assert.Equal(Count + 1, Entries.ReadAll(journal).Count);
    }

    [Fact]
    public void Open_ZerosThenGarbage_CountsUpToTheLastThatIsNotZero()
    {
        var last = disk.Segments[^1];
        disk[last].Bytes = [.. disk[last].Bytes, .. new byte[100], 7, .. new byte[300]];
        using var journal = Entries.Open(disk);
        Assert.Equal(101, journal.Recovery.TailBytesCut);
        Assert.Equal(Count, Entries.ReadAll(journal).Count);
    }

    [Fact]
    public void Open_TailOfAnOlderSegment_IsNotTakenForThisOne()
    {
        var (first, last) = (disk.Segments[0], disk.Segments[^1]);
        disk[last].Bytes = [.. disk[last].Bytes, .. disk[first].Bytes];
        using var journal = Entries.Open(disk);
        Assert.Equal(disk[first].Bytes.Length, journal.Recovery.TailBytesCut);
        Assert.Equal(Count, Entries.ReadAll(journal).Count);
    }

    [Fact]
    public void Open_LaterRecordsOfAnotherSegment_AreNotTakenForThisOnes()
    {
        var (before, last) = (disk.Segments[^2], disk.Segments[^1]);
        var records = disk[last].Bytes[(SegmentFormat.HeaderLength + Entries.Preamble.Length)..];
        disk[before].Bytes = [.. disk[before].Bytes, .. records];
        disk.Remove(last);
        using var journal = Entries.Open(disk);
        Assert.Equal(records.Length, journal.Recovery.TailBytesCut);
    }

    [Fact]
    public void Open_HeaderUnreadable_SetsTheSegmentAsideAndReadsTheOthers()
    {
        var second = disk.Segments[1];
        disk.FlipBit(second, 8 * 20);
        var told = new List<JournalDamage>();
        using var journal = Entries.Open(disk, Entries.Options with { OnDamage = told.Add });
        var damage = Assert.Single(told);
        Assert.Equal(JournalDamageKind.Header, damage.Kind);
        Assert.Contains(second + ".damaged", disk.Names);
        Assert.Equal(Count - damage.Missing.Count, Entries.ReadAll(journal).Count);
    }

    [Fact]
    public void Open_AllHeadersUnreadable_BeginsANewJournalAndKeepsOnlySomeOfTheFiles()
    {
        foreach (var segment in disk.Segments)
        {
            disk.FlipBit(segment, 3);
        }

        using var journal = Entries.Open(disk);
        Assert.Empty(Entries.ReadAll(journal));
        Assert.Equal(4, disk.Names.Count(name => name.EndsWith(".damaged", StringComparison.Ordinal)));
        Assert.Single(Entries.ReadAll(journal, Entries.Commit(journal, [1])[0]));
    }

    [Fact]
    public void Open_SegmentGone_ReportsTheEntriesMissing()
    {
        var gone = disk.Segments[1];
        disk.Remove(gone);
        using var journal = Entries.Open(disk);
        var read = Entries.ReadAll(journal);
        var damage = Assert.Single(journal.Damages);
        Assert.Equal(JournalDamageKind.Missing, damage.Kind);
        Assert.Equal(Count, read.Count + damage.Missing.Count);
    }

    [Fact]
    public void Read_MiddleSegmentTruncated_ReportsExactlyWhatIsMissing()
    {
        var second = disk.Segments[1];
        disk[second].Bytes = disk[second].Bytes[..^500];
        using var journal = Entries.Open(disk);
        var read = Entries.ReadAll(journal);
        var damage = Assert.Single(journal.Damages);
        Assert.Equal(JournalDamageKind.Missing, damage.Kind);
        Assert.Equal(Count, read.Count + damage.Missing.Count);
    }

    [Fact]
    public void Acknowledge_AroundDamage_MovesTheCursorOverIt()
    {
        disk.FlipBit(disk.Segments[1], 8 * 2000);
        using var journal = Entries.Open(disk);
        foreach (var entry in Entries.ReadAll(journal))
        {
            journal.Cursor.Acknowledge(new SeqRange(entry.Seq, entry.Seq));
        }

        Assert.Single(journal.Damages);
        Assert.Equal(journal.NextSeq, journal.Cursor.Position);
        Assert.Equal(0, journal.Cursor.Undelivered);
    }

    [Fact]
    public void Open_LeftoverOfASegmentBegun_IsDeleted()
    {
        disk.Put("journal-00000000000000ff.seg.new", [1, 2, 3]);
        using var journal = Entries.Open(disk);
        Assert.DoesNotContain(disk.Names, name => name.EndsWith(".new", StringComparison.Ordinal));
        Assert.True(journal.Recovery.WasClosed);
    }

    [Fact]
    public void Open_ForeignFiles_AreLeftAlone()
    {
        disk.Put("notes.txt", [1]);
        disk.Put("journal-xyz.seg", [1]);
        using var journal = Entries.Open(disk);
        Assert.Equal(Count, Entries.ReadAll(journal).Count);
        Assert.Contains("notes.txt", disk.Names);
        Assert.Contains("journal-xyz.seg", disk.Names);
    }

    [Fact]
    public void Open_SegmentOfAnotherJournal_IsSetAside()
    {
        var other = new FaultyDisk();
        using (var foreign = Entries.Open(other, Entries.Options with { NewEpoch = () => 99 }))
        {
            Entries.Commit(foreign, Enumerable.Range(0, 3));
        }

        disk.Put(disk.Segments[1], other[other.Segments[0]].Bytes);
        using var journal = Entries.Open(disk);
        CheckPayloads(Entries.ReadAll(journal));
        Assert.Equal(JournalDamageKind.Header, Assert.Single(journal.Damages).Kind);
    }

    private static void CheckPayloads(List<JournalEntry> read) =>
        Assert.All(read, entry => Assert.Equal(Entries.Payload((int)entry.Seq - 1), entry.Payload.ToArray()));

    private FaultyDisk Copy()
    {
        var copy = new FaultyDisk();
        foreach (var name in disk.Names)
        {
            copy.Put(name, disk[name].Bytes);
        }

        return copy;
    }
}
