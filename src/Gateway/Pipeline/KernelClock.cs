using System.Runtime.InteropServices;

namespace Gateway.Pipeline;

/// <summary>What the kernel knows of the machine's clock.</summary>
internal static partial class KernelClock
{
    // struct timex is 208 bytes at most; its first field, modes, says what to set: nothing.
    private const int LongestTimex = 512;

    // TIME_ERROR of adjtimex(2): STA_UNSYNC, nobody has disciplined the clock for longer than its error allows.
    private const int TimeError = 5;

    /// <summary>
    /// True while a time service (NTP, PTP, GPS) keeps the clock right, false while none does; null where that is not told.
    /// </summary>
    public static bool? IsSynchronised()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        Span<long> timex = stackalloc long[LongestTimex / sizeof(long)];
        timex.Clear();
        var state = AdjTimeX(ref MemoryMarshal.GetReference(timex));
        return state < 0 ? null : state != TimeError;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AdjTimeX(ref long timex);
}
