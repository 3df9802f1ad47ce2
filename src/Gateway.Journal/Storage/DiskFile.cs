using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Journal;

/// <summary>A file on a disk, without a buffer of its own: what is written is the system's at once.</summary>
internal sealed partial class DiskFile(SafeFileHandle handle) : IJournalFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int ReadAt(long offset, Span<byte> buffer)
    {
        var total = 0;
        while (total < buffer.Length && RandomAccess.Read(handle, buffer[total..], offset + total) is > 0 and var read)
        {
            total += read;
        }

        return total;
    }

    public void WriteAt(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

    public bool Reserve(long length) => OperatingSystem.IsLinux() && PosixFallocate(handle, 0, (nint)length) == 0;

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    // .NET flushes with fsync, which writes the time of the change too: two blocks more for each commit.
    public void Sync()
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(handle);
        }
        else if (Fdatasync(handle) < 0)
        {
            throw new IOException($"It cannot be flushed to the disk: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    public void Dispose() => handle.Dispose();

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int PosixFallocate(SafeFileHandle file, nint offset, nint length);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle file);
}
