using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Modbus;

// Linux, include/uapi: asm-generic/termbits.h, asm-generic/ioctls.h, linux/serial.h. The same on x86, ARM, RISC-V and LoongArch;
// PowerPC, MIPS and s390 number or lay out some of it differently, see TerminalCalls.AreKnown.

/// <summary>How a terminal is set: <c>struct termios2</c>, 44 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TerminalSettings
{
    public uint InputFlags;
    public uint OutputFlags;
    public uint ControlFlags;
    public uint LocalFlags;
    public byte Discipline;
    public ControlCharacters Characters;
    public uint InputSpeed;
    public uint OutputSpeed;

    [System.Runtime.CompilerServices.InlineArray(19)]
    public struct ControlCharacters
    {
        private byte first;
    }
}

/// <summary><c>struct serial_rs485</c>, 32 bytes; delays in milliseconds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Rs485Settings
{
    public uint Flags;
    public uint DelayBeforeSend;
    public uint DelayAfterSend;
    public Reserved Rest;

    [System.Runtime.CompilerServices.InlineArray(5)]
    public struct Reserved
    {
        private uint first;
    }
}

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Handle;
    public short Wanted;
    public short Seen;
}

/// <summary><c>struct timespec</c> as the C library's plain <c>ppoll</c> takes it: two machine words, also on 32 bits.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WaitTime
{
    public nint Seconds;
    public nint Nanoseconds;
}

/// <summary>The C library's calls for a terminal on Linux, and the numbers they take.</summary>
internal static partial class TerminalCalls
{
    public const int ReadWrite = 0x2, NoControllingTerminal = 0x100, NonBlocking = 0x800, CloseOnExec = 0x80000;
    public const nuint GetSettings = 0x802C542A, SetSettings = 0x402C542B, SetExclusive = 0x540C, FlushQueue = 0x540B, SetRs485 = 0x542F;
    public const uint IgnoreBreak = 0x1, CheckParity = 0x10;
    public const uint SevenBits = 0x20, EightBits = 0x30, TwoStopBits = 0x40, EnableReceiver = 0x80, ParityBit = 0x100, ParityIsOdd = 0x200,
        IgnoreModemLines = 0x800, SpeedIsANumber = 0x1000, StickyParity = 0x4000_0000;
    public const int MinCharacters = 6;
    public const uint Rs485Enabled = 1, RtsOnSend = 2, RtsAfterSend = 4;
    public const short Readable = 0x1, Error = 0x8, HungUp = 0x10, NotOpen = 0x20;
    public const int TimerSlack = 29;
    public const int NoSuchFile = 2, Interrupted = 4, InputOutput = 5, NoSuchAddress = 6, TryAgain = 11, NotPermitted = 13, Busy = 16,
        NoSuchDevice = 19, InvalidValue = 22, NotATerminal = 25;

    /// <summary>True on Linux where the numbers above are right.</summary>
    public static bool AreKnown => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64
        or Architecture.X86 or Architecture.Arm64 or Architecture.Arm or Architecture.Armv6 or Architecture.RiscV64
        or Architecture.LoongArch64;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, nuint request, ref TerminalSettings settings);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, nuint request, ref Rs485Settings settings);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeFileHandle file, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, Span<byte> buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, ReadOnlySpan<byte> buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(Span<PollEntry> entries, nuint count, in WaitTime timeout, nint signals);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(Span<PollEntry> entries, nuint count, nint forever, nint signals);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial SafeFileHandle NewEvent(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int ControlThread(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);
}
