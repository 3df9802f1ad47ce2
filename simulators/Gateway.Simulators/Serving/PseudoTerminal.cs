using System.ComponentModel;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Simulators.Serving;

/// <summary>
/// A serial line without hardware: a pseudo-terminal whose slave side clients open by its path like any serial port, while this
/// process reads and writes the master side. It holds the slave open too, so that the line survives a client that closes it.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class PseudoTerminal : IAsyncDisposable
{
    /// <summary>Most bytes from clients that wait to be read; beyond them the kernel holds clients up.</summary>
    private const int MaxWaiting = 4096;

    private static readonly TimeSpan RawAgainAfter = TimeSpan.FromSeconds(1);

    private readonly SafeFileHandle master;
    private readonly SafeFileHandle slave;
    private readonly Pipe received = new(new PipeOptions(pauseWriterThreshold: MaxWaiting, resumeWriterThreshold: MaxWaiting / 2));
    private readonly TaskCompletionSource readerEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool stopping;

    private PseudoTerminal(SafeFileHandle master, SafeFileHandle slave, string path)
    {
        this.master = master;
        this.slave = slave;
        Path = path;
        Stream = new PseudoTerminalStream(master, received.Reader.AsStream());
        new Thread(ReadMaster) { IsBackground = true, Name = $"read {path}" }.Start();
    }

    /// <summary>What clients open, e.g. <c>/dev/pts/3</c>.</summary>
    public string Path { get; }

    /// <summary>
    /// The master side. Bytes written while the kernel's buffer is full, because no client reads them, are lost, as on a real line.
    /// </summary>
    public Stream Stream { get; }

    /// <summary>Opens a pair in raw mode: every byte passes as it is, none is echoed.</summary>
    /// <exception cref="Win32Exception">The system gave none; its message says why.</exception>
    public static PseudoTerminal Open()
    {
        const int flags = PosixTerminal.ReadWrite | PosixTerminal.NoControllingTerminal | PosixTerminal.CloseOnExec;
        var master = Checked(PosixTerminal.OpenMaster(flags | PosixTerminal.NonBlocking), "posix_openpt");
        Check(PosixTerminal.Grant(master), "grantpt");
        Check(PosixTerminal.Unlock(master), "unlockpt");
        var path = SlavePath(master);
        var slave = Checked(PosixTerminal.Open(path, flags), $"open {path}");
        MakeRaw(slave);
        return new PseudoTerminal(master, slave, path);
    }

    /// <summary>Closes both sides.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!stopping)
        {
            stopping = true;
            await received.Reader.CompleteAsync();
            PosixTerminal.Write(slave, [0], 1); // Wakes the reading thread.
        }

        await readerEnded.Task;
        await Stream.DisposeAsync();
        slave.Dispose();
        master.Dispose();
    }

    /// <summary>Runs on a thread of its own, because the kernel offers no asynchronous read of a terminal.</summary>
    private void ReadMaster()
    {
        var entry = new PosixTerminal.PollEntry { Descriptor = (int)master.DangerousGetHandle(), Events = PosixTerminal.PollIn };
        var wanted = true;
        while (wanted && !stopping)
        {
            PosixTerminal.Poll(ref entry, 1, (int)RawAgainAfter.TotalMilliseconds);
            MakeRaw(slave);
            var buffer = received.Writer.GetSpan(256);
            var count = PosixTerminal.Read(master, buffer, (nuint)buffer.Length);
            if (count > 0 && !stopping)
            {
                received.Writer.Advance((int)count);
                wanted = !received.Writer.FlushAsync().AsTask().GetAwaiter().GetResult().IsCompleted; // Waits while too much is unread.
            }
        }

        received.Writer.Complete();
        readerEnded.SetResult();
    }

    private static string SlavePath(SafeFileHandle master)
    {
        Span<byte> name = stackalloc byte[64];
        var error = PosixTerminal.SlaveName(master, name, (nuint)name.Length);
        return error == 0
            ? Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)])
            : throw new Win32Exception(error, $"ptsname_r failed: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>
    /// Raw, and at a speed no client asks for. A pseudo-terminal has no parity, and the C library answers a client that asks for
    /// parity and changes nothing else with "invalid argument"; as long as the speed differs, the client changes that.
    /// </summary>
    private static void MakeRaw(SafeFileHandle terminal)
    {
        Span<byte> termios = stackalloc byte[PosixTerminal.TermiosSize];
        Check(PosixTerminal.GetAttributes(terminal, termios), "tcgetattr");
        PosixTerminal.MakeRaw(termios);
        PosixTerminal.SetSpeed(termios, PosixTerminal.Baud50);
        Check(PosixTerminal.SetAttributes(terminal, PosixTerminal.SetNow, termios), "tcsetattr");
    }

    private static SafeFileHandle Checked(SafeFileHandle handle, string call)
    {
        Check(handle.IsInvalid ? -1 : 0, call);
        return handle;
    }

    private static void Check(int result, string call)
    {
        if (result != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new Win32Exception(error, $"{call} failed: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }
}
