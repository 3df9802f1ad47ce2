using System.Runtime.Versioning;
using Gateway.Simulators.Serving;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Simulators.Tests.Serving;

/// <summary>A client of a pseudo-terminal whose reads never wait: -1 when nothing is there, 0 when the other side is gone.</summary>
[SupportedOSPlatform("linux")]
internal static class TerminalClient
{
    public static SafeFileHandle Open(string path) => PosixTerminal.Open(
        path,
        PosixTerminal.ReadWrite | PosixTerminal.NoControllingTerminal | PosixTerminal.NonBlocking | PosixTerminal.CloseOnExec);
}
