using Gateway.Core;

namespace Gateway.Journal.Tests;

public sealed class RetentionTests
{
    private static readonly JournalOptions Small = Entries.Options with { MaxBytes = 16 << 10 };

    private readonly FaultyDisk disk = new();

    [Fact]
    public void Commit_BeyondTheBoundDelivered_DeletesOldSegmentsSilently()
    {
        using var journal = Entries.Open(disk, Small);
        for (var i = 0; i < 2000; i++)
        {
            var seq = Entries.Commit(journal, [i])[0];
            journal.Cursor.Acknowledge(new SeqRange(seq, seq));
            Assert.InRange(journal.Bytes, 1, Small.MaxBytes);
        }

        Assert.Equal(0, journal.EntriesDroppedUndelivered);
        Assert.InRange(disk.Segments.Count, 3, 4);
        Assert.InRange(journal.FirstSeq, 1500, 1999);
        Assert.Equal(journal.FirstSeq, Entries.ReadAll(journal)[0].Seq);
    }

    [Fact]
    public void Commit_BeyondTheBoundUndelivered_CountsWhatWasLost()
    {
        using var journal = Entries.Open(disk, Small);
        Entries.Commit(journal, Enumerable.Range(0, 2000));
        Assert.Equal(journal.FirstSeq - 1, journal.EntriesDroppedUndelivered);
        Assert.Equal(journal.FirstSeq, journal.Cursor.Position);
        Assert.Equal(2000 - journal.EntriesDroppedUndelivered, Entries.ReadAll(journal).Count);
        Assert.Equal(2000 - journal.EntriesDroppedUndelivered, journal.Cursor.Undelivered);
    }

    [Fact]
    public void Commit_PartlyDelivered_CountsOnlyTheRest()
    {
        using var journal = Entries.Open(disk, Small);
        Entries.Commit(journal, Enumerable.Range(0, 100));
        journal.Cursor.Acknowledge(new SeqRange(11, 50));
        Entries.Commit(journal, Enumerable.Range(0, 1900));
        Assert.Equal(journal.FirstSeq - 1 - 40, journal.EntriesDroppedUndelivered);
    }

    [Fact]
    public void Read_SegmentDeletedUnderTheReader_GoesOnWithTheOldestLeft()
    {
        using var journal = Entries.Open(disk, Small);
        Entries.Commit(journal, Enumerable.Range(0, 10));
        using var reader = journal.Read(1);
        Assert.True(reader.TryRead(out _));
        Entries.Commit(journal, Enumerable.Range(0, 2000));
        Assert.True(reader.TryRead(out var next));
        Assert.Equal(journal.FirstSeq, next.Seq);
        Assert.Equal(journal.CommittedEnd - journal.FirstSeq - 1, Entries.ReadAll(reader).Count);
        Assert.Empty(journal.Damages);
    }

    [Fact]
    public void Commit_OldSegmentCannotBeDeleted_IsCommittedAndSaysSo()
    {
        using var journal = Entries.Open(disk, Small);
        disk.Fails = (verb, _) => verb == "delete";
        var results = Enumerable.Range(0, 500).Select(i =>
        {
            journal.Append(Entries.Payload(i));
            return journal.Commit();
        }).ToList();
        Assert.All(results, result => Assert.True(result.Committed));
        Assert.Contains(results, result => result.Fault?.Contains("cannot be deleted", StringComparison.Ordinal) == true);
    }
}
