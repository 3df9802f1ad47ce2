using Gateway.Core;

namespace Gateway.Journal.Tests;

public sealed class DeliveryCursorTests
{
    private readonly FaultyDisk disk = new();

    [Fact]
    public void Acknowledge_OutOfOrder_MovesOverTheContiguousPrefix()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 10));
        journal.Cursor.Acknowledge(new SeqRange(4, 6));
        Assert.Equal(1, journal.Cursor.Position);
        Assert.True(journal.Cursor.IsDelivered(5));
        Assert.Equal(7, journal.Cursor.Undelivered);
        journal.Cursor.Acknowledge(new SeqRange(1, 3));
        Assert.Equal(7, journal.Cursor.Position);
        Assert.Equal(4, journal.Cursor.Undelivered);
    }

    [Fact]
    public void Acknowledge_NumbersNotCommitted_AreNotBelieved()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, [1, 2]);
        journal.Append([3]);
        journal.Cursor.Acknowledge(new SeqRange(1, long.MaxValue));
        Assert.Equal(3, journal.Cursor.Position);
        journal.Cursor.Acknowledge(new SeqRange(long.MinValue, 0));
        Assert.Equal(3, journal.Cursor.Position);
        Assert.True(journal.Commit().Committed);
        Assert.False(journal.Cursor.IsDelivered(3));
    }

    [Fact]
    public void Open_AfterClose_HasThePosition()
    {
        using (var journal = Entries.Open(disk))
        {
            Entries.Commit(journal, Enumerable.Range(0, 10));
            journal.Cursor.Acknowledge(new SeqRange(1, 4));
        }

        using var again = Entries.Open(disk);
        Assert.Equal(5, again.Cursor.Position);
        Assert.Null(again.Recovery.CursorFault);
    }

    [Fact]
    public void Open_AfterKill_HasAPositionNotFarBehind()
    {
        var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 100));
        for (var seq = 1; seq <= 60; seq++)
        {
            journal.Cursor.Acknowledge(new SeqRange(seq, seq));
        }

        using var again = Entries.Open(disk);
        Assert.InRange(again.Cursor.Position, 61 - Entries.Options.CursorSaveInterval, 61);
    }

    [Fact]
    public void Open_CursorLost_SendsAllAgain()
    {
        Fill();
        disk.Remove("cursor");
        using var again = Entries.Open(disk);
        Assert.Equal(1, again.Cursor.Position);
        Assert.Equal(100, again.Cursor.Undelivered);
    }

    [Fact]
    public void Open_CursorDamaged_SendsAllAgainAndSaysSo()
    {
        Fill();
        disk["cursor"].Bytes = new byte[5000];
        using var again = Entries.Open(disk);
        Assert.Equal(1, again.Cursor.Position);
        Assert.Contains("is damaged", again.Recovery.CursorFault, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnyBitOfTheCursorFlipped_IsAtMostBehind()
    {
        Fill();
        var sound = disk["cursor"].Bytes;
        for (var bit = 0; bit < CursorSlot.Length * 8; bit++)
        {
            foreach (var slot in (int[])[0, 4096])
            {
                disk["cursor"].Bytes = sound;
                disk.FlipBit("cursor", (slot * 8) + bit);
                var slots = new CursorFile(disk.Mount()).Read(out var fault);
                Assert.Null(fault);
                Assert.InRange(slots!.Value.Position, 50, 61);
            }
        }
    }

    [Fact]
    public void Open_CursorAheadOfTheData_IsSetBackAndSaysSo()
    {
        Fill();
        disk[disk.Segments[^1]].Bytes = disk[disk.Segments[^1]].Bytes[..100];
        new CursorFileEditor(disk).Write(0xE70C, 101);
        using var again = Entries.Open(disk);
        Assert.Contains("set back", again.Recovery.CursorFault, StringComparison.Ordinal);
        var seq = Entries.Commit(again, [5])[0];
        Assert.False(again.Cursor.IsDelivered(seq));
        Assert.Equal(1, again.Cursor.Undelivered);
    }

    [Fact]
    public void Open_CursorOfAnotherJournal_StartsAnewAndSaysSo()
    {
        Fill();
        new CursorFileEditor(disk).Write(77, 50);
        using var again = Entries.Open(disk);
        Assert.Equal(1, again.Cursor.Position);
        Assert.Contains("another journal", again.Recovery.CursorFault, StringComparison.Ordinal);
    }

    private void Fill()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 100));
        journal.Cursor.Acknowledge(new SeqRange(1, 50));
        journal.Cursor.Acknowledge(new SeqRange(51, 60));
    }

    private sealed class CursorFileEditor(FaultyDisk disk)
    {
        public void Write(ulong epoch, long position)
        {
            using var file = new CursorFile(disk.Mount());
            file.Read(out _);
            file.Write(epoch, position, 0);
        }
    }
}
