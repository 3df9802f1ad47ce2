namespace Gateway.Journal.Tests;

public sealed class JournalSnapshotTests
{
    private readonly FaultyDisk disk = new();

    [Fact]
    public void Open_BesideAWriter_SeesWhatIsThereAndChangesNothing()
    {
        using var journal = Entries.Open(disk);
        Entries.Commit(journal, Enumerable.Range(0, 150));
        var steps = disk.Steps;
        using var snapshot = JournalSnapshot.Open(disk.Mount());
        using var reader = snapshot.Read(1);
        Assert.Equal(Entries.Texts(Enumerable.Range(0, 150)), Entries.Texts(Entries.ReadAll(reader)));
        Assert.Equal((journal.Epoch, 1L, 151L), (snapshot.Epoch, snapshot.FirstSeq, snapshot.End));
        Assert.Equal(150, snapshot.ReadBackward().First().Seq);
        Assert.Equal(steps, disk.Steps);
        Assert.Empty(snapshot.Damages);
    }

    [Fact]
    public void Open_TornTail_ReportsItAndRepairsNothing()
    {
        Entries.Commit(Entries.Open(disk), [1, 2]);
        var segment = disk.Segments[0];
        disk[segment].Bytes = disk[segment].Bytes[..(disk.UsedLength(segment) - 1)];
        using var snapshot = JournalSnapshot.Open(disk.Mount());
        using var reader = snapshot.Read(1);
        Assert.Equal(Entries.Texts([1]), Entries.Texts(Entries.ReadAll(reader)));
        Assert.Equal(JournalDamageKind.Tail, Assert.Single(snapshot.Damages).Kind);
    }

    [Fact]
    public async Task Open_NoJournal_IsEmpty()
    {
        using var snapshot = JournalSnapshot.Open(disk.Mount());
        using var reader = snapshot.Read(1);
        Assert.False(reader.TryRead(out _));
        Assert.Null(snapshot.Epoch);
        snapshot.Dispose();
        Assert.False(await reader.WaitAsync(TestContext.Current.CancellationToken));
    }
}
