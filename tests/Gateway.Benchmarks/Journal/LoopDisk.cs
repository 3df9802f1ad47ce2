using System.Diagnostics;
using System.Globalization;

namespace Gateway.Benchmarks.Journal;

/// <summary>
/// A disk of its own (a loop device with ext4), so that what reaches the device can be counted there. Takes root's rights.
/// </summary>
internal sealed class LoopDisk : IDisposable
{
    private const int SectorBytes = 512;
    private const int SectorsWrittenField = 6;
    private const long Size = 1L << 30;

    private readonly string work = Directory.CreateTempSubdirectory("gateway-benchmarks-disk-").FullName;
    private readonly string device;

    public LoopDisk()
    {
        var image = Path.Combine(work, "image");
        using (var file = File.Create(image))
        {
            file.SetLength(Size);
        }

        Folder = Path.Combine(work, "disk");
        Directory.CreateDirectory(Folder);
        Run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image);
        device = Run("losetup", "--find", "--show", image).Trim();
        Run("mount", "-o", "noatime", device, Folder);
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>What was written to the device so far.</summary>
    public long BytesWritten
    {
        get
        {
            Sync(Folder);
            var fields = File.ReadAllText($"/sys/block/{Path.GetFileName(device)}/stat").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return long.Parse(fields[SectorsWrittenField], CultureInfo.InvariantCulture) * SectorBytes;
        }
    }

    /// <summary>Writes to the disk of a folder what the system still holds back.</summary>
    public static void Sync(string folder) => Run("sync", "--file-system", folder);

    public void Dispose()
    {
        Run("umount", Folder);
        Run("losetup", "--detach", device);
        Directory.Delete(work, recursive: true);
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new BenchmarkFailedException(
                $"{program} {string.Join(' ', arguments)} failed. Counting at the device takes root's rights.");
    }
}
