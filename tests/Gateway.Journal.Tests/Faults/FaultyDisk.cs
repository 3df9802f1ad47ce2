namespace Gateway.Journal.Tests;

/// <summary>
/// A disk in memory that can be cut from its power at any step, be full, or fail. A step is whatever changes the disk. Opening it again
/// after an exception is what a killed process would find; <see cref="AfterPowerCut"/> is what a restarted machine would find.
/// </summary>
internal sealed class FaultyDisk
{
    private readonly Dictionary<string, FaultyFile> files = [];
    private readonly Dictionary<string, FaultyFile> durableFiles = [];
    private readonly List<Action<Dictionary<string, FaultyFile>>> unsyncedNames = [];
    private bool isDead;

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    /// <summary>The power is cut in this step.</summary>
    public int CutAt { get; set; } = int.MaxValue;

    /// <summary>How many bytes fit on the disk.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>Fails the step for which it returns true: <c>write</c>, <c>sync</c>, <c>create</c> and so on, and the file.</summary>
    public Func<string, string, bool> Fails { get; set; } = (_, _) => false;

    public IReadOnlyList<string> Names => [.. files.Keys.Order(StringComparer.Ordinal)];

    public IReadOnlyList<string> Segments => [.. Names.Where(name => name.EndsWith(".seg", StringComparison.Ordinal))];

    public FaultyFile this[string name] => files[name];

    /// <summary>Without the zeros that were reserved at the end; no entry of the tests ends in one.</summary>
    public int UsedLength(string name) => files[name].Bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;

    public void Put(string name, byte[] bytes) => files[name] = new FaultyFile { Bytes = bytes };

    public void Remove(string name) => files.Remove(name);

    public void FlipBit(string name, int bit)
    {
        var bytes = (byte[])files[name].Bytes.Clone();
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        files[name].Bytes = bytes;
    }

    public FaultyDisk AfterPowerCut(Random random)
    {
        var names = new Dictionary<string, FaultyFile>(durableFiles);
        var kept = random.Next(3) / 2.0;
        foreach (var change in unsyncedNames.Where(_ => random.NextDouble() < kept))
        {
            change(names);
        }

        var survivor = new FaultyDisk();
        foreach (var (name, file) in names)
        {
            survivor.files[name] = survivor.durableFiles[name] = file.AfterPowerCut(random);
        }

        return survivor;
    }

    public IJournalStorage Mount() => new Mounted(this);

    private void ChangeNames(string verb, string name, Action<Dictionary<string, FaultyFile>> change) => Step(verb, name, () =>
    {
        change(files);
        unsyncedNames.Add(change);
    });

    // In the step in which the power is cut, the change may or may not reach the disk: it counts as not synced.
    private void Step(string verb, string name, Action change)
    {
        if (isDead)
        {
            throw new PowerCutException();
        }

        if (Fails(verb, name))
        {
            throw new IOException($"Injected fault: {verb} {name}.");
        }

        isDead = ++Steps >= CutAt;
        change();
        if (isDead)
        {
            throw new PowerCutException();
        }
    }

    private sealed class Mounted(FaultyDisk disk) : IJournalStorage
    {
        public string Location => "memory";

        public IReadOnlyList<string> List() => disk.Names;

        public IJournalFile Create(string name)
        {
            var fresh = new FaultyFile();
            disk.ChangeNames("create", name, names => names[name] = fresh);
            return new Handle(disk, name, fresh);
        }

        public IJournalFile Open(string name, bool writable) =>
            disk.files.TryGetValue(name, out var file) ? new Handle(disk, name, file) : throw new FileNotFoundException(name);

        public void Rename(string oldName, string newName) => disk.ChangeNames("rename", newName, names =>
        {
            if (names.Remove(oldName, out var file))
            {
                names[newName] = file;
            }
        });

        public void Delete(string name) => disk.ChangeNames("delete", name, names => names.Remove(name));

        public void SyncFolder()
        {
            disk.Step("sync", "folder", () => { });
            disk.durableFiles.Clear();
            foreach (var (name, file) in disk.files)
            {
                disk.durableFiles[name] = file;
            }

            disk.unsyncedNames.Clear();
        }

        public void Dispose()
        {
        }
    }

    private sealed class Handle(FaultyDisk disk, string name, FaultyFile file) : IJournalFile
    {
        public long Length => file.Bytes.Length;

        public int ReadAt(long offset, Span<byte> buffer)
        {
            var bytes = file.Bytes.AsSpan();
            bytes = bytes[(int)Math.Min(offset, bytes.Length)..];
            bytes = bytes[..Math.Min(bytes.Length, buffer.Length)];
            bytes.CopyTo(buffer);
            return bytes.Length;
        }

        public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
        {
            var fits = Fit(offset, bytes.Length);
            var written = bytes[..fits].ToArray();
            disk.Step("write", name, () => file.Write(offset, written));
            if (fits < bytes.Length)
            {
                throw new IOException("No space left on device.");
            }
        }

        // A full disk reserves nothing and says nothing.
        public bool Reserve(long length)
        {
            var fits = Fit(file.Bytes.Length, (int)Math.Max(0, length - file.Bytes.Length)) + file.Bytes.Length >= length;
            if (fits)
            {
                disk.Step("reserve", name, () => file.Reserve(length));
            }

            return fits;
        }

        public void SetLength(long length) => disk.Step("cut", name, () => file.SetLength(length));

        public void Sync()
        {
            disk.Step("sync", name, () => { });
            file.Sync();
        }

        public void Dispose()
        {
        }

        private int Fit(long offset, int count)
        {
            var others = disk.files.Values.Where(other => other != file).Sum(other => (long)other.Bytes.Length);
            var end = Math.Max(file.Bytes.Length, disk.Capacity - others);
            return (int)Math.Clamp(end - offset, 0, count);
        }
    }
}
