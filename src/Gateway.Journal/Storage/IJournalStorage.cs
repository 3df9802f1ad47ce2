namespace Gateway.Journal;

/// <summary>
/// The folder a journal lives in. It is the seam at which tests cut the power, fill the disk and flip bits; the product has
/// <see cref="DiskStorage"/>.
/// </summary>
/// <remarks>Every member throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the disk fails.</remarks>
public interface IJournalStorage : IDisposable
{
    /// <summary>Where it is, for messages.</summary>
    string Location { get; }

    /// <summary>The names of all files, in no order.</summary>
    IReadOnlyList<string> List();

    /// <summary>Makes a new, empty file for writing; one of that name is emptied.</summary>
    IJournalFile Create(string name);

    /// <summary>Opens a file that is there.</summary>
    /// <exception cref="FileNotFoundException">It is not.</exception>
    IJournalFile Open(string name, bool writable);

    /// <summary>Renames in one step; a file of the new name is replaced.</summary>
    void Rename(string oldName, string newName);

    /// <summary>Deletes; a file that is not there is no error.</summary>
    void Delete(string name);

    /// <summary>Makes created, renamed and deleted names survive a power cut.</summary>
    void SyncFolder();
}
