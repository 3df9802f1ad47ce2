using Gateway.Core;

namespace Gateway.Journal.Tests;

public sealed class DiskStorageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_InUse_SaysByWhatAndWhatToDo()
    {
        using var first = DiskStorage.Open(folder.Path);
        var refused = Assert.Throws<JournalInUseException>(() => DiskStorage.Open(folder.Path));
        Assert.Contains($"Journal {folder.Path} is in use by another gateway process", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AfterDispose_IsFree()
    {
        DiskStorage.Open(folder.Path).Dispose();
        using var second = DiskStorage.Open(folder.Path);
        Assert.Empty(second.List());
    }

    [Fact]
    public void Open_WriterRefusesItsOptions_LetsGoOfTheFolder()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => JournalWriter.Open(folder.Path, Entries.Options with { SegmentBytes = 1 }, Entries.Preamble));
        using var second = DiskStorage.Open(folder.Path);
        Assert.Empty(second.List());
    }

    [Fact]
    public void Open_NewFolderInNewFolder_IsMade()
    {
        var path = Path.Combine(folder.Path, "a", "b");
        using var journal = JournalWriter.Open(path, Entries.Options, Entries.Preamble);
        Entries.Commit(journal, [1]);
        Assert.True(Directory.Exists(path));
    }

    [Fact]
    public void OpenToRead_NoFolder_Throws() =>
        Assert.Throws<DirectoryNotFoundException>(() => DiskStorage.OpenToRead(Path.Combine(folder.Path, "none")));

    [Fact]
    public void Commit_OnTheRealDisk_IsReadBackAfterReopening()
    {
        using (var journal = JournalWriter.Open(folder.Path, Entries.Options, Entries.Preamble))
        {
            Entries.Commit(journal, Enumerable.Range(0, 400), group: 20);
            journal.Cursor.Acknowledge(new SeqRange(1, 100));
        }

        using var beside = JournalSnapshot.Open(DiskStorage.OpenToRead(folder.Path));
        using var again = JournalWriter.Open(folder.Path, Entries.Options, Entries.Preamble);
        Assert.True(again.Recovery.WasClosed);
        Assert.Equal(101, again.Cursor.Position);
        Assert.Equal(Entries.Texts(Enumerable.Range(0, 400)), Entries.Texts(Entries.ReadAll(again)));
        Assert.Equal(401, beside.End);
    }

    [Fact]
    public void Sync_FolderThatIsNot_Throws()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows syncs no folders.");
        Assert.Throws<IOException>(() => FolderSync.Sync(Path.Combine(folder.Path, "none")));
    }
}
