namespace Gateway.Journal;

/// <summary>One open file of a journal.</summary>
public interface IJournalFile : IDisposable
{
    /// <summary>In bytes.</summary>
    long Length { get; }

    /// <summary>Reads up to <paramref name="buffer"/>'s length; less only at the end of the file.</summary>
    int ReadAt(long offset, Span<byte> buffer);

    /// <summary>Writes all of <paramref name="bytes"/>; after an exception any part of them may be there.</summary>
    void WriteAt(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Takes the space up to a length beforehand, filled with zeros: then a sync has no length to write. False where the disk cannot.
    /// </summary>
    bool Reserve(long length);

    /// <summary>Cuts the file.</summary>
    void SetLength(long length);

    /// <summary>Returns when everything written so far survives a power cut.</summary>
    void Sync();
}
