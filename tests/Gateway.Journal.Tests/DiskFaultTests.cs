using Gateway.Core;

namespace Gateway.Journal.Tests;

public sealed class DiskFaultTests
{
    // The cursor's second slot stands at 4096.
    private const int CursorAndLessThanASegment = 4096 + 1000;

    private readonly FaultyDisk disk = new();

    [Fact]
    public void Commit_DiskFullThenFreed_WritesWhatWaited()
    {
        disk.Capacity = CursorAndLessThanASegment;
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, [1, 2]);
        disk.Capacity = disk.Names.Sum(name => disk[name].Bytes.Length) + 20;
        journal.Append(Entries.Payload(3));
        var failed = journal.Commit();
        Assert.False(failed.Committed);
        Assert.Contains("Free disk space", failed.Fault, StringComparison.Ordinal);
        Assert.Equal(Entries.Texts([1, 2]), Entries.Texts(Entries.ReadAll(journal)));

        journal.Append(Entries.Payload(4));
        Assert.False(journal.Commit().Committed);
        disk.Capacity = long.MaxValue;
        Assert.True(journal.Commit().Committed);
        var read = Entries.ReadAll(journal);
        Assert.Equal(Entries.Texts([1, 2, 3, 4]), Entries.Texts(read));
        Assert.Equal([1L, 2, 3, 4], read.Select(entry => entry.Seq));
    }

    [Fact]
    public void Open_DiskFullFromTheStart_OpensAndCommitsOnceFreed()
    {
        disk.Capacity = 0;
        using var journal = Entries.Open(disk);
        journal.Append(Entries.Payload(1));
        Assert.False(journal.Commit().Committed);
        disk.Capacity = long.MaxValue;
        Assert.True(journal.Commit().Committed);
        Assert.Single(Entries.ReadAll(journal));
    }

    [Fact]
    public void Commit_DiskFullAtARoll_GoesOnOnceFreed()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 60));
        disk.Capacity = disk.Names.Sum(name => disk[name].Bytes.Length);
        var committed = Enumerable.Range(60, 60).TakeWhile(i =>
        {
            journal.Append(Entries.Payload(i));
            return journal.Commit().Committed;
        }).Count();

        // What was reserved is there; the next segment is not to be had.
        Assert.InRange(committed, 1, 50);
        for (var i = 60 + committed + 1; i < 120; i++)
        {
            journal.Append(Entries.Payload(i));
            Assert.False(journal.Commit().Committed);
        }

        disk.Capacity = long.MaxValue;
        Assert.True(journal.Commit().Committed);
        Assert.Equal(Entries.Texts(Enumerable.Range(0, 120)), Entries.Texts(Entries.ReadAll(journal)));
    }

    [Fact]
    public void Commit_NoSpaceToReserve_GoesOnWithoutIt()
    {
        disk.Capacity = CursorAndLessThanASegment;
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, [1, 2]);
        Assert.Equal(disk.UsedLength(disk.Segments[0]), disk[disk.Segments[0]].Bytes.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Commit_SyncFailed_WritesTheEntriesIntoANewSegmentOnce(bool killed)
    {
        var journal = Entries.Open(disk);
        Entries.Commit(journal, [1, 2]);
        disk.Fails = (verb, name) => verb == "sync" && name.EndsWith(".seg", StringComparison.Ordinal);
        journal.Append(Entries.Payload(3));
        Assert.False(journal.Commit().Committed);
        Assert.Equal(Entries.Texts([1, 2]), Entries.Texts(Entries.ReadAll(journal)));

        disk.Fails = (_, _) => false;
        Assert.True(journal.Commit().Committed);
        Assert.Equal(2, disk.Segments.Count);
        if (!killed)
        {
            journal.Dispose();
        }

        using var again = Entries.Open(disk);
        var read = Entries.ReadAll(again);
        Assert.Equal(Entries.Texts([1, 2, 3]), Entries.Texts(read));
        Assert.Equal([1L, 2, 3], read.Select(entry => entry.Seq));
        Assert.Equal([3L, 2, 1], again.ReadBackward().Select(entry => entry.Seq));
        Assert.Empty(again.Damages);
    }

    [Fact]
    public void Commit_FirstSyncOfASegmentFailed_ReplacesTheEmptySegment()
    {
        using var journal = Entries.Open(disk);
        disk.Fails = (verb, name) => verb == "sync" && name.EndsWith(".seg", StringComparison.Ordinal);
        journal.Append(Entries.Payload(1));
        Assert.False(journal.Commit().Committed);
        Assert.False(journal.Commit().Committed);
        disk.Fails = (_, _) => false;
        Assert.True(journal.Commit().Committed);
        Assert.Single(disk.Segments);
        Assert.Equal(Entries.Texts([1]), Entries.Texts(Entries.ReadAll(journal)));
    }

    [Fact]
    public void TryRead_EmptySegmentReplacedInVain_ReportsNoDamage()
    {
        using var journal = Entries.Open(disk);
        journal.Append(Entries.Payload(1));
        disk.Fails = (verb, name) => verb == "sync" && name.EndsWith(".seg", StringComparison.Ordinal);
        Assert.False(journal.Commit().Committed);
        disk.Fails = (verb, name) => verb == "sync" && name == "folder";
        Assert.False(journal.Commit().Committed);
        Assert.Empty(Entries.ReadAll(journal));
        Assert.Empty(journal.Damages);
        disk.Fails = (_, _) => false;
        Assert.True(journal.Commit().Committed);
        Assert.Equal(Entries.Texts([1]), Entries.Texts(Entries.ReadAll(journal)));
    }

    [Fact]
    public void Open_EmptySegmentReplacedAfterASkip_ReportsNothingMissing()
    {
        Entries.Commit(Entries.Open(disk), [1]);
        using (var second = Entries.Open(disk))
        {
            disk.Fails = (verb, name) => verb == "write" && name.EndsWith(".seg", StringComparison.Ordinal);
            second.Append(Entries.Payload(2));
            Assert.False(second.Commit().Committed);
            disk.Fails = (_, _) => false;
        }

        using (var third = JournalWriter.Open(disk.Mount(), Entries.Options, "other"u8.ToArray()))
        {
            Assert.True(third.Recovery.WasClosed);
            Entries.Commit(third, [3]);
        }

        using var last = Entries.Open(disk);
        Assert.Equal(Entries.Texts([1, 3]), Entries.Texts(Entries.ReadAll(last)));
        Assert.Empty(last.Damages);
    }

    [Fact]
    public void Commit_AnyStepFailsOnce_LosesAndDoublesNothing()
    {
        var steps = Count(Entries.Options);
        for (var failing = 1; failing <= steps; failing++)
        {
            var broken = new FaultyDisk();
            var step = 0;
            broken.Fails = (_, _) => ++step == failing;
            var journal = Entries.Open(broken);
            for (var i = 0; i < 150; i++)
            {
                journal.Append(Entries.Payload(i));
                journal.Commit();
            }

            Assert.True(journal.Commit().Committed);
            Assert.Equal(Entries.Texts(Enumerable.Range(0, 150)), Entries.Texts(Entries.ReadAll(journal)));
            using var again = Entries.Open(broken);
            Assert.Equal(Entries.Texts(Enumerable.Range(0, 150)), Entries.Texts(Entries.ReadAll(again)));
            Assert.Empty(again.Damages);
        }
    }

    [Fact]
    public void Acknowledge_CursorCannotBeSaved_SaysSoAndGoesOn()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 100));
        disk.Fails = (_, name) => name == "cursor";
        journal.Cursor.Acknowledge(new SeqRange(1, 50));
        Assert.Contains("could not be saved", journal.Cursor.Fault, StringComparison.Ordinal);
        Assert.Equal(51, journal.Cursor.Position);
        disk.Fails = (_, _) => false;
        Assert.True(journal.Cursor.Save());
        Assert.Null(journal.Cursor.Fault);
        using var again = Entries.Open(disk);
        Assert.Equal(51, again.Cursor.Position);
    }

    private static int Count(JournalOptions options)
    {
        var sound = new FaultyDisk();
        Entries.Commit(Entries.Open(sound, options), Enumerable.Range(0, 150));
        Assert.True(sound.Segments.Count > 1);
        return sound.Steps;
    }
}
