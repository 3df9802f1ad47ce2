using Gateway.Core;

namespace Gateway.Journal.Tests;

public sealed class JournalWriterTests
{
    private readonly FaultyDisk disk = new();

    [Fact]
    public void Commit_SeveralEntries_AreReadInOrderWithTheirPreamble()
    {
        using var journal = Entries.Open(disk);
        var seqs = Entries.Commit(journal, Enumerable.Range(0, 10), group: 3);
        var read = Entries.ReadAll(journal);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), seqs);
        Assert.Equal(seqs, read.Select(entry => entry.Seq));
        Assert.Equal(Entries.Texts(Enumerable.Range(0, 10)), Entries.Texts(read));
        Assert.All(read, entry => Assert.Equal(Entries.Preamble, entry.Preamble.ToArray()));
    }

    [Fact]
    public void Append_BeforeCommit_IsSeenByNobody()
    {
        using var journal = Entries.Open(disk);
        journal.Append([1]);
        Assert.Empty(Entries.ReadAll(journal));
        Assert.Equal(1, journal.CommittedEnd);
        Assert.True(journal.Commit().Committed);
        Assert.Single(Entries.ReadAll(journal));
        Assert.Equal(2, journal.CommittedEnd);
    }

    [Fact]
    public void Open_AfterClose_GoesOnWithTheNextNumberInTheSameSegment()
    {
        using (var first = Entries.Open(disk))
        {
            Assert.True(first.Recovery.WasClosed);
            Entries.Commit(first, [1, 2, 3]);
        }

        using var second = Entries.Open(disk);
        Assert.True(second.Recovery.WasClosed);
        Assert.True(second.Recovery.Skipped.IsEmpty);
        Assert.Equal([4L], Entries.Commit(second, [4]));
        Assert.Equal(Entries.Texts([1, 2, 3, 4]), Entries.Texts(Entries.ReadAll(second)));
        Assert.Single(disk.Segments);
    }

    [Fact]
    public void Open_AfterKill_KeepsAllAndSkipsNumbers()
    {
        Entries.Commit(Entries.Open(disk), [1, 2, 3]);
        using var second = Entries.Open(disk);
        Assert.False(second.Recovery.WasClosed);
        Assert.Equal(new SeqRange(4, 2_000_003), second.Recovery.Skipped);
        Assert.Empty(second.Damages);
        Assert.Equal([2_000_004L], Entries.Commit(second, [4]));
        Assert.Equal(Entries.Texts([1, 2, 3, 4]), Entries.Texts(Entries.ReadAll(second)));
    }

    [Fact]
    public void Open_TwiceAfterKillWithoutACommit_SkipsTheSameNumbers()
    {
        Entries.Commit(Entries.Open(disk), [1]);
        using (var idle = Entries.Open(disk))
        {
            Assert.True(idle.Cursor.Save());
            Assert.Equal(2_000_002, idle.NextSeq);
        }

        using var again = Entries.Open(disk);
        Assert.Equal(2_000_002, again.NextSeq);
        Assert.Null(again.Recovery.CursorFault);
    }

    [Fact]
    public void ChangePreamble_WhileOpen_PartsTheEntriesOfBeforeFromThoseOfAfter()
    {
        using var journal = Entries.Open(disk);
        using var reader = journal.Read(1);
        Entries.Commit(journal, [1, 2]);
        Assert.Equal(2, Entries.ReadAll(reader).Count);
        journal.ChangePreamble("other"u8.ToArray());
        Assert.Equal([3L, 4L], Entries.Commit(journal, [3, 4]));
        Assert.All(Entries.ReadAll(reader), entry => Assert.Equal("other"u8.ToArray(), entry.Preamble.ToArray()));
        Assert.Equal(
            [Entries.Preamble, Entries.Preamble, "other"u8.ToArray(), "other"u8.ToArray()],
            Entries.ReadAll(journal).Select(entry => entry.Preamble.ToArray()));
        Assert.Equal(2, disk.Segments.Count);
    }

    [Fact]
    public void ChangePreamble_ToTheSame_BeginsNoSegment_AndNotOverWaitingEntries()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, [1]);
        journal.ChangePreamble(Entries.Preamble.ToArray());
        Entries.Commit(journal, [2]);
        Assert.Single(disk.Segments);
        journal.Append([1]);
        Assert.Throws<InvalidOperationException>(() => journal.ChangePreamble("other"u8.ToArray()));
    }

    [Fact]
    public void Open_OtherPreamble_BeginsASegmentThatExplainsItself()
    {
        using (var first = Entries.Open(disk))
        {
            Entries.Commit(first, [1]);
        }

        using var second = JournalWriter.Open(disk.Mount(), Entries.Options, "other"u8.ToArray());
        Entries.Commit(second, [2]);
        var read = Entries.ReadAll(second);
        Assert.Equal([1L, 2L], read.Select(entry => entry.Seq));
        Assert.Equal(Entries.Preamble, read[0].Preamble.ToArray());
        Assert.Equal("other"u8.ToArray(), read[1].Preamble.ToArray());
        Assert.Equal(2, disk.Segments.Count);
    }

    [Fact]
    public void Commit_BeyondTheTarget_RollsAndKeepsTheEpoch()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 500), group: 5);
        Assert.InRange(disk.Segments.Count, 5, 20);
        Assert.All(disk.Segments, name => Assert.InRange(disk[name].Bytes.Length, 1, 4096));
        Assert.Equal(Entries.Texts(Enumerable.Range(0, 500)), Entries.Texts(Entries.ReadAll(journal)));
        Assert.Equal(0xE70Cul, journal.Epoch);
    }

    [Fact]
    public void Commit_GroupLargerThanASegment_IsTakenWhole()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 300), group: 300);
        Assert.Equal(300, Entries.ReadAll(journal).Count);
        Assert.Single(disk.Segments);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_048_577)]
    public void Append_PayloadOutOfBounds_IsRefused(int length)
    {
        using var journal = Entries.Open(disk);
        Assert.Throws<ArgumentException>(() => journal.Append(new byte[length]));
        Assert.Equal(1, journal.NextSeq);
    }

    [Fact]
    public void Append_LargestPayload_IsReadBack()
    {
        using var journal = Entries.Open(disk);
        var payload = new byte[JournalWriter.MaxPayloadLength];
        new Random(1).NextBytes(payload);
        journal.Append(payload);
        Assert.True(journal.Commit().Committed);
        Assert.Equal(payload, Assert.Single(Entries.ReadAll(journal)).Payload.ToArray());
    }

    [Fact]
    public void Append_NoRoom_IsRefusedAfterHasRoomForSaidSo()
    {
        using var journal = Entries.Open(disk);
        var payload = new byte[JournalWriter.MaxPayloadLength];
        while (journal.HasRoomFor(payload.Length))
        {
            journal.Append(payload);
        }

        Assert.Equal(15, journal.NextSeq);
        Assert.Throws<InvalidOperationException>(() => journal.Append(payload));
        Assert.True(journal.Commit().Committed);
        Assert.True(journal.HasRoomFor(payload.Length));
    }

    [Fact]
    public void Open_OptionsOutOfBounds_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Entries.Open(disk, Entries.Options with { SegmentBytes = 100 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Entries.Open(disk, Entries.Options with { MaxBytes = 5000 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Entries.Open(disk, Entries.Options with { CursorSaveInterval = 0 }));
    }

    [Fact]
    public void Dispose_WithoutCommit_GivesUpWhatWasAppended()
    {
        using (var journal = Entries.Open(disk))
        {
            Entries.Commit(journal, [1]);
            journal.Append(Entries.Payload(2));
        }

        using var again = Entries.Open(disk);
        Assert.True(again.Recovery.WasClosed);
        Assert.Equal(Entries.Texts([1]), Entries.Texts(Entries.ReadAll(again)));
    }

    [Fact]
    public void Commit_NormalDurability_SyncsOnlyWhenASegmentIsBegunAndClosed()
    {
        var syncs = 0;
        disk.Fails = (verb, name) =>
        {
            syncs += verb == "sync" && name.EndsWith(".seg", StringComparison.Ordinal) ? 1 : 0;
            return false;
        };
        var journal = Entries.Open(disk, Entries.Options with { Durability = Durability.Normal });
        Entries.Commit(journal, Enumerable.Range(0, 100));
        Assert.Equal(disk.Segments.Count - 1, syncs);
        journal.Dispose();
        Assert.Equal(disk.Segments.Count, syncs);
        using var again = Entries.Open(disk);
        Assert.True(again.Recovery.WasClosed);
        Assert.Equal(100, Entries.ReadAll(again).Count);
    }
}
