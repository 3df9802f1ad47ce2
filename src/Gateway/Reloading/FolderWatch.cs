namespace Gateway.Reloading;

/// <summary>
/// Hears of changes in folders, as far as their file systems tell: some tell nothing, so whoever asks must look now and then himself.
/// Folders are watched, not files, because editors and orchestrators put a new file in the place of the old one.
/// </summary>
/// <param name="changed">Called from any thread, often more than once for a change, and for changes of other files too.</param>
/// <param name="failed">Told of a folder that cannot be watched, and why.</param>
internal sealed class FolderWatch(Action changed, Action<string, string> failed) : IDisposable
{
    private readonly Dictionary<string, FileSystemWatcher?> watchers = new(StringComparer.Ordinal);

    /// <summary>Watches these folders from here on, and no others.</summary>
    public void Watch(IEnumerable<string> folders)
    {
        var wanted = folders.ToHashSet(StringComparer.Ordinal);
        foreach (var left in watchers.Keys.Except(wanted).ToList())
        {
            watchers[left]?.Dispose();
            watchers.Remove(left);
        }

        foreach (var folder in wanted.Except(watchers.Keys).ToList())
        {
            watchers[folder] = TryWatch(folder);
        }
    }

    public void Dispose() => Watch([]);

    private FileSystemWatcher? TryWatch(string folder)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(folder);
            watcher.Changed += (_, _) => changed();
            watcher.Created += (_, _) => changed();
            watcher.Deleted += (_, _) => changed();
            watcher.Renamed += (_, _) => changed();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            failed(folder, fault.Message);
            return null;
        }
    }
}
