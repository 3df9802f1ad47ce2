using System.Runtime.InteropServices;
using static Gateway.Modbus.TerminalCalls;

namespace Gateway.Modbus;

/// <summary>Says why a serial port failed, and what to do.</summary>
internal static class TerminalFailure
{
    /// <summary>The failure of the call just made.</summary>
    public static IOException Last(string path, string what) => Of(path, what, Marshal.GetLastPInvokeError());

    /// <summary>The failure with a number of errno.h.</summary>
    public static IOException Of(string path, string what, int error) =>
        new($"Serial port {path} {what}: {Advice(error) ?? Marshal.GetPInvokeErrorMessage(error)}.");

    private static string? Advice(int error) => error switch
    {
        NoSuchFile => "there is no such port; plug the adapter in, or correct the path",
        NotPermitted => "permission denied; add the user to the port's group: sudo usermod -aG dialout USER, and log in again",
        Busy => "another program has it open; stop that one",
        NotATerminal => "it is not a serial port; correct the path",
        InputOutput or NoSuchAddress or NoSuchDevice => "no device is behind it; plug the adapter in",
        _ => null,
    };
}
