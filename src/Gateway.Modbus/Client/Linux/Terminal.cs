using System.IO.Ports;
using Microsoft.Win32.SafeHandles;
using static Gateway.Modbus.TerminalCalls;

namespace Gateway.Modbus;

/// <summary>Opens and sets a Linux serial port: raw, exclusive, never blocking, at any baud rate that its clock can make.</summary>
internal static class Terminal
{
    /// <summary>How far a rate may be off: with both ends at it, ten bits still meet within half a bit.</summary>
    private const double MaxRateError = 0.025;

    /// <exception cref="IOException">Says what is wrong with the port and what to do.</exception>
    public static SafeFileHandle Open(SerialLine line)
    {
        var port = TerminalCalls.Open(line.Path, ReadWrite | NoControllingTerminal | NonBlocking | CloseOnExec);
        try
        {
            if (port.IsInvalid)
                throw TerminalFailure.Last(line.Path, "could not be opened");
            Set(port, line);
            if (line.Rs485 is { } rs485)
                Set(port, line.Path, rs485);
            if (Control(port, SetExclusive, 0) != 0 || Control(port, FlushQueue, 0) != 0)
                throw TerminalFailure.Last(line.Path, "could not be taken");
            return port;
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    private static void Set(SafeFileHandle port, SerialLine line)
    {
        var settings = default(TerminalSettings);
        if (Control(port, GetSettings, ref settings) != 0)
            throw TerminalFailure.Last(line.Path, "could not be set");

        // A character with wrong parity is read as 0, which the checksum finds. The driver may drop what it has not
        // (a pseudo-terminal has no parity); that is no failure.
        settings.InputFlags = IgnoreBreak | (line.Parity == Parity.None ? 0 : CheckParity);
        settings.OutputFlags = settings.LocalFlags = 0;
        settings.ControlFlags = SpeedIsANumber | EnableReceiver | IgnoreModemLines
            | (line.DataBits == 7 ? SevenBits : EightBits)
            | (line.StopBits == StopBits.Two ? TwoStopBits : 0)
            | ParityFlags(line.Parity);
        settings.InputSpeed = settings.OutputSpeed = (uint)line.BaudRate;
        settings.Characters = default;
        settings.Characters[MinCharacters] = 1;
        if (Control(port, SetSettings, ref settings) != 0 || Control(port, GetSettings, ref settings) != 0)
            throw TerminalFailure.Last(line.Path, "could not be set");
        if (Math.Abs(settings.OutputSpeed - (double)line.BaudRate) > line.BaudRate * MaxRateError)
            throw new IOException($"Serial port {line.Path} cannot do {line.BaudRate} baud but {settings.OutputSpeed}; set another rate.");
    }

    private static void Set(SafeFileHandle port, string path, Rs485 rs485)
    {
        var settings = new Rs485Settings
        {
            Flags = Rs485Enabled | (rs485.RtsOnSend ? RtsOnSend : RtsAfterSend),
            DelayBeforeSend = (uint)rs485.DelayBeforeSend.TotalMilliseconds,
            DelayAfterSend = (uint)rs485.DelayAfterSend.TotalMilliseconds,
        };
        if (Control(port, SetRs485, ref settings) != 0)
        {
            throw System.Runtime.InteropServices.Marshal.GetLastPInvokeError() is NotATerminal or InvalidValue
                ? new IOException(
                    $"Serial port {path} does not support RS-485 direction by the kernel. Leave 'rs485' out where the adapter turns round "
                    + "by itself.")
                : TerminalFailure.Last(path, "could not be set to RS-485");
        }
    }

    private static uint ParityFlags(Parity parity) => parity switch
    {
        Parity.None => 0,
        Parity.Even => ParityBit,
        Parity.Odd => ParityBit | ParityIsOdd,
        Parity.Mark => ParityBit | StickyParity | ParityIsOdd,
        Parity.Space => ParityBit | StickyParity,
        _ => throw new ArgumentOutOfRangeException(nameof(parity), parity, "The line was not checked."),
    };
}
