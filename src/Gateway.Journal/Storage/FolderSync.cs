using System.Runtime.InteropServices;

namespace Gateway.Journal;

/// <summary>
/// Makes names in a folder survive a power cut. .NET opens no folder, so this asks the C library; Windows needs no such call.
/// </summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    // EINVAL: the file system (vfat, some network ones) cannot sync a folder; there is nothing more to be done about it.
    private const int NotSupported = 22;

    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw Fault("open", folder);
        }

        try
        {
            if (Fsync(descriptor) < 0 && Marshal.GetLastPInvokeError() != NotSupported)
            {
                throw Fault("sync", folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Fault(string verb, string folder) =>
        new($"Cannot {verb} the folder {folder}: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
