namespace Gateway.Journal;

/// <summary>A folder on a disk. Opened for writing it belongs to one process at a time.</summary>
public sealed class DiskStorage : IJournalStorage
{
    private const string LockName = "lock";

    private readonly FileStream? folderLock;

    private DiskStorage(string folder, FileStream? folderLock)
    {
        Location = folder;
        this.folderLock = folderLock;
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <summary>Opens a folder for one writer; makes it if it is not there.</summary>
    /// <exception cref="JournalInUseException">Another process has it open.</exception>
    public static DiskStorage Open(string folder)
    {
        var path = Path.GetFullPath(folder);
        var isNew = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        if (isNew && Path.GetDirectoryName(path) is { } parent)
        {
            FolderSync.Sync(parent);
        }

        return new DiskStorage(path, Lock(path));
    }

    /// <summary>Opens a folder only to read, also while a gateway writes to it.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static DiskStorage OpenToRead(string folder) =>
        Directory.Exists(folder)
            ? new DiskStorage(Path.GetFullPath(folder), null)
            : throw new DirectoryNotFoundException($"There is no journal at {folder}.");

    /// <inheritdoc/>
    public IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(Location).Select(path => Path.GetFileName(path)).Where(name => name != LockName)];

    /// <inheritdoc/>
    public IJournalFile Create(string name) =>
        new DiskFile(File.OpenHandle(PathOf(name), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    /// <inheritdoc/>
    public IJournalFile Open(string name, bool writable) =>
        new DiskFile(File.OpenHandle(
            PathOf(name), FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    /// <inheritdoc/>
    public void Rename(string oldName, string newName) => File.Move(PathOf(oldName), PathOf(newName), overwrite: true);

    /// <inheritdoc/>
    public void Delete(string name) => File.Delete(PathOf(name));

    /// <inheritdoc/>
    public void SyncFolder() => FolderSync.Sync(Location);

    /// <inheritdoc/>
    public void Dispose() => folderLock?.Dispose();

    private static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (JournalInUseException.IsSharingViolation(fault))
        {
            throw new JournalInUseException(folder, fault);
        }
    }

    private string PathOf(string name) => Path.Combine(Location, name);
}
