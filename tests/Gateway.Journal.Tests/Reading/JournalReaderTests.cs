using Gateway.Core;

namespace Gateway.Journal.Tests;

public sealed class JournalReaderTests
{
    private readonly FaultyDisk disk = new();

    [Fact]
    public void TryRead_AtTheEnd_FindsWhatIsCommittedLater()
    {
        using var journal = Entries.Open(disk);
        using var reader = journal.Read(1);
        Assert.False(reader.TryRead(out _));
        for (var i = 0; i < 200; i++)
        {
            Entries.Commit(journal, [i]);
            Assert.True(reader.TryRead(out var entry));
            Assert.Equal(Entries.Payload(i), entry.Payload.ToArray());
            Assert.False(reader.TryRead(out _));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(77)]
    [InlineData(200)]
    public void Read_FromANumber_BeginsThere(int from)
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 200));
        var read = Entries.ReadAll(journal, from).Select(entry => entry.Seq);
        Assert.Equal(Enumerable.Range(from, 201 - from).Select(seq => (long)seq), read);
    }

    [Fact]
    public void Read_FromANumberToCome_WaitsForIt()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, [0]);
        using var reader = journal.Read(4);
        Assert.False(reader.TryRead(out _));
        Entries.Commit(journal, [1, 2]);
        Assert.False(reader.TryRead(out _));
        Entries.Commit(journal, [3]);
        Assert.True(reader.TryRead(out var entry));
        Assert.Equal(4, entry.Seq);
    }

    [Fact]
    public void ReadBackward_SeveralSegments_IsTheReverse()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 300));
        Assert.Equal(Enumerable.Range(1, 300).Reverse().Select(seq => (long)seq), journal.ReadBackward().Select(entry => entry.Seq));
        Assert.Equal(Entries.Texts(Enumerable.Range(0, 300).Reverse()), Entries.Texts(journal.ReadBackward()));
    }

    [Fact]
    public void ReadBackward_EmptyJournal_IsEmpty()
    {
        using var journal = Entries.Open(disk);
        Assert.Empty(journal.ReadBackward());
    }

    [Fact]
    public void TryRead_SamePreambleInNextSegment_IsTheSameMemory()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 300));
        Assert.Single(Entries.ReadAll(journal).Select(entry => entry.Preamble).Distinct());
    }

    [Fact]
    public async Task WaitAsync_Commit_WakesTheReader()
    {
        var token = TestContext.Current.CancellationToken;
        using var journal = Entries.Open(disk);
        using var reader = journal.Read(1);
        Assert.False(reader.TryRead(out _));
        var waiting = reader.WaitAsync(token).AsTask();
        Assert.False(waiting.IsCompleted);
        Entries.Commit(journal, [1]);
        Assert.True(await waiting);
        Assert.True(reader.TryRead(out _));
    }

    [Fact]
    public async Task WaitAsync_Closed_IsFalse()
    {
        var journal = Entries.Open(disk);
        using var reader = journal.Read(1);
        var waiting = reader.WaitAsync(TestContext.Current.CancellationToken).AsTask();
        journal.Dispose();
        Assert.False(await waiting);
        Assert.False(await reader.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WaitAsync_Cancelled_Throws()
    {
        using var journal = Entries.Open(disk);
        using var reader = journal.Read(1);
        using var cancel = new CancellationTokenSource();
        var waiting = reader.WaitAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public void WaitAsync_CommittedEntryDamaged_DoesNotReturnAtOnceForEver()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, [1, 2]);
        disk.FlipBit(disk.Segments[0], (disk.UsedLength(disk.Segments[0]) * 8) - 1);
        using var reader = journal.Read(2);
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.WaitAsync(TestContext.Current.CancellationToken).AsTask().IsCompleted);
        Entries.Commit(journal, [3]);
        Assert.True(reader.TryRead(out var entry));
        Assert.Equal(3, entry.Seq);
        Assert.Equal(new SeqRange(2, 2), Assert.Single(journal.Damages).Missing);
    }

    [Fact]
    public void TryRead_HeaderDamagedWhileOpen_ReportsTheSegmentOnceAndGoesOn()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 200));
        disk.FlipBit(disk.Segments[1], 5);
        Assert.Equal(Entries.ReadAll(journal).Count, Entries.ReadAll(journal).Count);
        var damage = Assert.Single(journal.Damages);
        Assert.Equal(JournalDamageKind.Header, damage.Kind);
        Assert.Equal(200, Entries.ReadAll(journal).Count + damage.Missing.Count);
    }

    [Fact]
    public async Task TryRead_SeveralReadersBesideTheWriter_EachSeeAllInOrder()
    {
        const int count = 3000;
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using var journal = JournalWriter.Open(folder.Path, Entries.Options with { Durability = Durability.Normal }, Entries.Preamble);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Follow(journal, count, token), token)).ToList();
        await Task.Run(() => Entries.Commit(journal, Enumerable.Range(0, count), group: 7), token);
        foreach (var seen in await Task.WhenAll(readers))
        {
            Assert.Equal(Entries.Texts(Enumerable.Range(0, count)), Entries.Texts(seen));
        }
    }

    private static async Task<List<JournalEntry>> Follow(JournalWriter journal, int count, CancellationToken token)
    {
        using var reader = journal.Read(1);
        var seen = new List<JournalEntry>();
        while (seen.Count < count && await reader.WaitAsync(token))
        {
            seen.AddRange(Entries.ReadAll(reader));
        }

        return seen;
    }
}
