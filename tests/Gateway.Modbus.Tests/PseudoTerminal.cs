using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Modbus.Tests;

/// <summary>
/// A Linux pseudo-terminal: a program opens <see cref="Path"/> as its serial port, the test holds the other end as a stream.
/// </summary>
internal sealed partial class PseudoTerminal : Stream
{
    private const int ReadWrite = 2, NoControllingTerminal = 0x100, NonBlocking = 0x800, TryAgain = 11, IoError = 5;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(1);

    private readonly SafeFileHandle master;
    private readonly SafeFileHandle slave;

    private PseudoTerminal(SafeFileHandle master, SafeFileHandle slave, string path) =>
        (this.master, this.slave, Path) = (master, slave, path);

    /// <summary>The device file for the program under test.</summary>
    public string Path { get; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static PseudoTerminal Open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pseudo-terminals are opened the Linux way here.");
        var master = PosixOpenPt(ReadWrite | NoControllingTerminal | NonBlocking);
        Check(master.IsInvalid ? -1 : GrantPt(master));
        Check(UnlockPt(master));
        var name = new byte[128];
        Check(PtsName(master, name, (nuint)name.Length));
        var path = System.Text.Encoding.UTF8.GetString(name.AsSpan(0, name.AsSpan().IndexOf((byte)0)));
        // Held open, so that the line keeps its settings and lives on while the program closes and opens it again.
        var slave = OpenFile(path, ReadWrite | NoControllingTerminal);
        Check(slave.IsInvalid ? -1 : 0);
        MakeRaw(slave);
        return new PseudoTerminal(master, slave, path);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(master.IsClosed, this);
            var count = Read(master, ref MemoryMarshal.GetReference(buffer.Span), (nuint)buffer.Length);
            if (count >= 0)
                return (int)count;
            if (Marshal.GetLastPInvokeError() == IoError)
                return 0;
            Check(Marshal.GetLastPInvokeError() == TryAgain ? 0 : -1);
            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var count = Write(master, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
        Check(count == buffer.Length ? 0 : -1);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    /// <summary>Ends the line once the program has closed it too: who blocks in <see cref="ReadBlocking"/> comes back.</summary>
    public void HangUp() => slave.Dispose();

    /// <summary>Blocks until bytes come; 0 when the other end is gone. Not to be disposed of meanwhile, see <see cref="HangUp"/>.</summary>
    public int ReadBlocking(Span<byte> buffer)
    {
        Span<PollEntry> entry = [new PollEntry { Handle = (int)master.DangerousGetHandle(), Wanted = TerminalCalls.Readable }];
        TerminalCalls.Poll(entry, 1, 0, 0);
        return (int)Math.Max(0, Read(master, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        slave.Dispose();
        master.Dispose();
        base.Dispose(disposing);
    }

    private static void MakeRaw(SafeFileHandle terminal)
    {
        // A termios structure is 60 bytes on Linux; only the C library looks inside.
        var settings = new byte[256];
        Check(GetAttributes(terminal, settings));
        MakeRaw(settings);
        Check(SetAttributes(terminal, 0, settings));
    }

    private static void Check(int result)
    {
        if (result != 0)
            throw new IOException($"Pseudo-terminal: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial SafeFileHandle PosixOpenPt(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int GrantPt(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int UnlockPt(SafeFileHandle master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int PtsName(SafeFileHandle master, [Out] byte[] name, nuint length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, ref byte buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(SafeFileHandle file, ref byte buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(SafeFileHandle file, [In, Out] byte[] settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw([In, Out] byte[] settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(SafeFileHandle file, int action, [In] byte[] settings);
}
