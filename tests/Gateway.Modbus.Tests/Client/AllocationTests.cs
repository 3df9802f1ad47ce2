namespace Gateway.Modbus.Tests;

/// <summary>Alone, because the bytes of the whole process are counted: continuations run on any thread.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class RunAlone;

[Collection(nameof(AllocationTests))]
public class AllocationTests
{
    private const int WarmUp = 500, Reads = 2000, Rounds = 5;

    /// <summary>
    /// Not zero, because the process has a life of its own: the thread pool starts a worker, an earlier test's port winds down. That
    /// comes and goes, so the best of some rounds counts; one object of the smallest size (24 bytes) a read would be in all of them.
    /// </summary>
    private const int Tolerance = 4 * Reads;

    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public async Task ReadAsync_InSteadyState_AllocatesNothing(ModbusFraming framing)
    {
        await using var server = ModbusTcpServer.Start(
            Registers.AnyPort, framing, Registers.HasUnit, Fill, TimeProvider.System);
        var timing = new ModbusTiming { ReplyTimeout = ModbusTiming.Longest };
        await using var client = FramedClient.OverTcp(framing, server.EndPoint.Dns(), timing, new LinkStatistics());
        await AssertAllocatesNothing(client, framing.ToString());
    }

    [Fact]
    public async Task ReadAsync_OnAPipelinedConnection_AllocatesNothing()
    {
        await using var server = ModbusTcpServer.Start(
            Registers.AnyPort, ModbusFraming.Mbap, Registers.HasUnit, Fill, TimeProvider.System);
        var timing = new ModbusTiming { ReplyTimeout = ModbusTiming.Longest };
        await using var client = new ModbusTcpClient(server.EndPoint.Dns(), timing, TimeProvider.System, pipeline: 4);

        await AssertAllocatesNothing(
            (count, stop) => Task.WhenAll(
                Enumerable.Range(0, client.MaxInFlight).Select(_ => ReadMany(client, count / client.MaxInFlight, stop))),
            "pipelined");
    }

    [Fact]
    public async Task ReadAsync_OnASerialPort_AllocatesNothing()
    {
        using var line = PseudoTerminal.Open();
        var device = new Thread(() => RegistersOnALine(line)) { IsBackground = true };
        device.Start();
        var timing = new ModbusTiming { ReplyTimeout = ModbusTiming.Longest };
        await using (var client = ModbusRtuClient.OverSerial(
            SerialLine.Parse(line.Path, 921_600, "8E1"), timing, TimeProvider.System, new LinkStatistics()))
        {
            await AssertAllocatesNothing(client, "serial");
        }

        line.HangUp();
        Assert.True(device.Join(Guard.Patience));
    }

    private static void RegistersOnALine(PseudoTerminal line)
    {
        var request = new byte[RtuFrame.RequestLength];
        byte[] data = [.. Enumerable.Repeat((byte)0x5A, 100)];
        var reply = ModbusGen.Rtu(Registers.Unit, [3, 100, .. data]);
        for (var count = 0; line.ReadBlocking(request.AsSpan(count)) is > 0 and var more;)
        {
            count = (count + more) % request.Length;
            if (count == 0)
                line.Write(reply.AsSpan());
        }
    }

    private static Task AssertAllocatesNothing(IModbusClient client, string what) =>
        AssertAllocatesNothing((count, stop) => ReadMany(client, count, stop), what);

    private static async Task AssertAllocatesNothing(Func<int, CancellationToken, Task> readMany, string what)
    {
        // A token that can be cancelled: its registrations must cost nothing either.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await readMany(WarmUp, stop.Token);

        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > Tolerance; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await readMany(Reads, stop.Token);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        TestContext.Current.SendDiagnosticMessage("{0}: {1} bytes in {2} reads", what, least, Reads);
        Assert.InRange(least, 0, Tolerance);
    }

    private static async Task ReadMany(IModbusClient client, int reads, CancellationToken stop)
    {
        var request = new ReadRequest(Registers.Unit, ModbusTable.HoldingRegister, 0, 50);
        var data = new byte[request.ByteCount];
        for (var read = 0; read < reads; read++)
        {
            var result = await client.ReadAsync(request, data, stop);
            if (!result.IsSuccess || data[0] != 0x5A)
                Assert.Fail($"Read {read}: {result}");
        }
    }

    private static ModbusExceptionCode? Fill(ReadRequest request, Span<byte> destination)
    {
        destination.Fill(0x5A);
        return ModbusExceptionCode.None;
    }
}
