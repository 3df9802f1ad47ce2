using System.Diagnostics;
using System.IO.Ports;

namespace Gateway.Modbus.Tests;

/// <summary>Serial ports by the C library's calls, on a real pseudo-terminal.</summary>
public class TerminalTests
{
    private static readonly ReadRequest Request = new(Registers.Unit, ModbusTable.HoldingRegister, 40, 20);
    private static readonly ModbusTiming Patient = new() { ReplyTimeout = TimeSpan.FromSeconds(10) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("8N1")]
    [InlineData("8E1")] // alone different from 8N1 in the parity, which a pseudo-terminal has not
    [InlineData("8O2")]
    [InlineData("8M1")]
    [InlineData("8S1")]
    public async Task ReadAsync_AnyFormat_ReadsThroughAPseudoTerminal(string format)
    {
        var line = PseudoTerminal.Open();
        await using var server = ModbusRtuServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System);
        await using var client = Client(SerialLine.Parse(line.Path, 115_200, format));
        var data = new byte[Request.ByteCount];

        Assert.Equal(ReadResult.Success, await client.ReadAsync(Request, data, Stop));
        Assert.Equal(Registers.Expected(Request), data);
    }

    [Theory]
    [InlineData(300, "8E1", TerminalCalls.EightBits)]
    [InlineData(12_345, "8N2", TerminalCalls.EightBits | TerminalCalls.TwoStopBits)]
    [InlineData(921_600, "8N1", TerminalCalls.EightBits)]
    public void Open_AnyRate_IsSetRaw(int baudRate, string format, uint expected)
    {
        using var line = PseudoTerminal.Open();
        using var port = Terminal.Open(SerialLine.Parse(line.Path, baudRate, format));

        var settings = default(TerminalSettings);
        Assert.Equal(0, TerminalCalls.Control(port, TerminalCalls.GetSettings, ref settings));
        Assert.Equal((uint)baudRate, settings.OutputSpeed);
        Assert.Equal((uint)baudRate, settings.InputSpeed);
        Assert.Equal(expected, settings.ControlFlags & (TerminalCalls.EightBits | TerminalCalls.TwoStopBits));
        Assert.Equal(0u, settings.LocalFlags | settings.OutputFlags);
    }

    [Fact]
    public async Task ReadAsync_Rs485WhereThePortHasNone_IsDisconnectedAndSaysSo()
    {
        using var line = PseudoTerminal.Open();
        await using var client = Client(new SerialLine(line.Path, 9600, Parity.Even, StopBits.One) { Rs485 = new Rs485() });

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await client.ReadAsync(Request, new byte[40], Stop));
        Assert.Contains("does not support RS-485 direction", client.LastOpenFailure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/no-such-port", "plug the adapter in")]
    [InlineData("/dev/null", "not a serial port")]
    public async Task ReadAsync_PortThatCannotBeOpened_SaysWhy(string path, string why)
    {
        await using var client = Client(new SerialLine(path, 9600, Parity.Even, StopBits.One));

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await client.ReadAsync(Request, new byte[40], Stop));
        Assert.Contains(path, client.LastOpenFailure, StringComparison.Ordinal);
        Assert.Contains(why, client.LastOpenFailure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TerminalCalls.NotPermitted, "dialout")]
    [InlineData(TerminalCalls.Busy, "another program")]
    [InlineData(TerminalCalls.NoSuchDevice, "no device is behind it")]
    public void Of_KnownError_SaysWhatToDo(int error, string advice) =>
        Assert.Contains(advice, TerminalFailure.Of("/dev/ttyS1", "could not be opened", error).Message, StringComparison.Ordinal);

    [Fact]
    public async Task ReadAsync_OneAfterTheOther_NeverCutsTheSilence()
    {
        var line = SerialLine.Parse("/dev/any", 9600, "8E1");
        using var terminal = PseudoTerminal.Open();
        var shortest = TimeSpan.MaxValue;
        var device = new Thread(() => shortest = ShortestGap(terminal)) { IsBackground = true };
        device.Start();
        await using (var client = Client(SerialLine.Parse(terminal.Path, 9600, "8E1")))
        {
            for (var read = 0; read < 30; read++)
                Assert.Equal(ReadResult.Success, await client.ReadAsync(Request, new byte[40], Stop));
        }

        terminal.HangUp();
        Assert.True(device.Join(Guard.Patience));
        Assert.InRange(shortest, line.FrameSilence, Guard.Patience);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_ThrowsAndThePortStaysUsable()
    {
        using var line = PseudoTerminal.Open();
        await using var client = Client(SerialLine.Parse(line.Path, 115_200, "8E1"));
        using var giveUp = new CancellationTokenSource();
        var reading = client.ReadAsync(Request, new byte[40], giveUp.Token).AsTask();
        await line.ReadExactlyAsync(new byte[RtuFrame.RequestLength], Stop);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);

        var other = Request with { Unit = 99, Count = 1 };
        var next = client.ReadAsync(other, new byte[2], Stop).Guarded();
        await line.ReadExactlyAsync(new byte[RtuFrame.RequestLength], Stop);
        line.Write(ModbusGen.Rtu(99, 3, 2, 0x12, 0x34).AsSpan());

        Assert.Equal(ReadResult.Success, await next);
    }

    [Fact]
    public async Task ReadAsync_InterruptedAmidAReply_GivesWhatHasCome()
    {
        using var line = PseudoTerminal.Open();
        var settings = SerialLine.Parse(line.Path, 9600, "8E1");
        using var loop = new TerminalLoop(Terminal.Open(settings), settings, TimeProvider.System);
        using var deadline = new CancellationTokenSource();
        var buffer = new byte[10];
        line.Write([1, 2, 3]);
        var reading = loop.ReadAsync(buffer, awaited: 10, deadline.Token).AsTask();
        await deadline.CancelAsync();

        Assert.Equal(3, await reading.WaitAsync(Guard.Patience, Stop));
        Assert.Equal([1, 2, 3], buffer[..3]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.ReadAsync(buffer, awaited: 10, deadline.Token).AsTask());
    }

    /// <summary>Answers until the line is closed, and gives the shortest time between a reply and the request behind it.</summary>
    private static TimeSpan ShortestGap(PseudoTerminal line)
    {
        var (request, shortest, replied) = (new byte[RtuFrame.RequestLength], TimeSpan.MaxValue, 0L);
        var reply = ModbusGen.Rtu(Registers.Unit, [3, 40, .. new byte[40]]);
        for (var count = 0; line.ReadBlocking(request.AsSpan(count)) is > 0 and var more;)
        {
            if (count == 0 && replied != 0 && Stopwatch.GetElapsedTime(replied) is var gap && gap < shortest)
                shortest = gap;
            count = (count + more) % request.Length;
            if (count != 0)
                continue;
            replied = Stopwatch.GetTimestamp();
            line.Write(reply.AsSpan());
        }

        return shortest;
    }

    private static ModbusRtuClient Client(SerialLine line) => ModbusRtuClient.OverSerial(line, Patient, TimeProvider.System);
}
