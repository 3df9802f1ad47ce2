using System.IO.Ports;
using System.Runtime.Versioning;
using Gateway.Simulators.Serving;

namespace Gateway.Simulators.Tests.Serving;

[SupportedOSPlatform("linux")]
public sealed class PseudoTerminalTests
{
    private static readonly byte[] AllBytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_AllBytes_PassUnchangedInBothDirections()
    {
        await using var terminal = PseudoTerminal.Open();
        using var port = OpenPort(terminal);
        await port.BaseStream.WriteAsync(AllBytes, Token);
        Assert.Equal(AllBytes, await ReadExactly(terminal.Stream));
        await terminal.Stream.WriteAsync(AllBytes, Token);
        Assert.Equal(AllBytes, await ReadExactly(port.BaseStream));
    }

    [Fact]
    public async Task Stream_AfterAClientClosed_ServesTheNext()
    {
        await using var terminal = PseudoTerminal.Open();
        for (var i = 0; i < 3; i++)
        {
            using var port = OpenPort(terminal);
            await port.BaseStream.WriteAsync(AllBytes, Token);
            Assert.Equal(AllBytes, await ReadExactly(terminal.Stream));
        }
    }

    [Fact]
    public async Task Write_WithNobodyReading_LosesBytesInsteadOfBlocking()
    {
        await using var terminal = PseudoTerminal.Open();
        for (var i = 0; i < 2000; i++)
        {
            await terminal.Stream.WriteAsync(AllBytes, Token);
        }
    }

    [Fact]
    public async Task DisposeAsync_WhileSomebodyReads_EndsTheRead()
    {
        var terminal = PseudoTerminal.Open();
        using var client = TerminalClient.Open(terminal.Path);
        Assert.Equal(-1, PosixTerminal.Read(client, new byte[1], 1)); // Nothing yet.
        var reading = terminal.Stream.ReadAsync(new byte[1], Token).AsTask();
        await terminal.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => reading.WaitAsync(TimeSpan.FromMinutes(1), Token));
        Assert.Equal(0, PosixTerminal.Read(client, new byte[1], 1)); // Hung up.
    }

    [Fact]
    public async Task DisposeAsync_WithMoreWaitingThanFits_Ends()
    {
        var terminal = PseudoTerminal.Open();
        using var client = TerminalClient.Open(terminal.Path);
        for (var written = 0; written < 8192; written += AllBytes.Length)
        {
            PosixTerminal.Write(client, AllBytes, (nuint)AllBytes.Length);
        }

        await terminal.DisposeAsync();
        await terminal.DisposeAsync();
        Assert.Equal(0, PosixTerminal.Read(client, new byte[1], 1));
    }

    private static SerialPort OpenPort(PseudoTerminal terminal)
    {
        var port = new SerialPort(terminal.Path, 19200, Parity.Even, 8, StopBits.One);
        port.Open();
        return port;
    }

    private static async Task<byte[]> ReadExactly(Stream stream)
    {
        var bytes = new byte[AllBytes.Length];
        await stream.ReadExactlyAsync(bytes, Token).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token);
        return bytes;
    }
}
