using System.IO.Ports;

namespace Gateway.Modbus.Tests;

/// <summary>
/// The same table on real sockets and a real pseudo-terminal, where bytes come when the kernel says, all cases side by side. What
/// depends on the clock is held in <see cref="HostileSlaveTests"/>; here no machine is too busy: a reading may end as a fault
/// where it could have succeeded, but no value is ever wrong, and in the end the right one is read.
/// </summary>
public sealed class HostileWireTests
{
    private const int Attempts = 40;

    private static readonly ModbusTiming Timing = new() { ReplyTimeout = TimeSpan.FromMilliseconds(200) };
    private static readonly ReadRequest First = new(17, ModbusTable.HoldingRegister, 100, 3);
    private static readonly ReadRequest Next = First with { Address = 200 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public Task ReadAsync_SlaveMisbehavesOnASocket_GivesNoWrongValueAndThenTheRightOne(ModbusFraming framing) =>
        Task.WhenAll(HostileCases.All.Where(hostile => hostile.EndOf(framing) is not null).Select(async hostile =>
        {
            await using var slave = HostileSlave.OnTcp(hostile, framing, Timing.ReplyTimeout);
            await using var client = FramedClient.OverTcp(framing, slave.EndPoint, Timing);
            var end = hostile.EndOf(framing)!;

            var attempts = await PlayAsync(hostile, end, client);

            if (attempts == 1)
                Assert.True(slave.Connections == (end.OpensAnew ? 2 : 1), $"{hostile}: {slave.Connections} connections");
        }));

    [Theory]
    [InlineData(ModbusFraming.Rtu)]
    [InlineData(ModbusFraming.Ascii)]
    public Task ReadAsync_SlaveMisbehavesOnALine_GivesNoWrongValueAndThenTheRightOne(ModbusFraming framing) =>
        Task.WhenAll(HostileCases.All.Where(hostile => hostile.Line is { OpensAnew: false }).Select(async hostile =>
        {
            await using var line = PseudoTerminal.Open();
            await using var slave = HostileSlave.OnLine(hostile, framing, line, Timing.ReplyTimeout);
            await using var client = FramedClient.OverSerial(
                framing, new SerialLine(line.Path, 19_200, Parity.Even, StopBits.One), Timing);

            await PlayAsync(hostile, hostile.Line!, client);
        }));

    /// <returns>How many readings it took after the first until one succeeded.</returns>
    private static async Task<int> PlayAsync(HostileCase hostile, HostileEnd end, IModbusClient client)
    {
        var first = await ReadAsync(hostile, client, First);
        // In real time a reply that is to come late comes in time now and then, where the machine held the client up: it is right then too.
        Assert.True(!first.IsSuccess || end.Fault is ModbusFault.None or ModbusFault.Timeout, $"{hostile}: {first}");

        var next = hostile.ThenAsksAnotherUnit ? Next with { Unit = 18 } : Next;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if ((await ReadAsync(hostile, client, next)).IsSuccess)
                return attempt;
        }

        Assert.Fail($"{hostile}: the right reply was not read in {Attempts} readings.");
        return 0;
    }

    private static async Task<ReadResult> ReadAsync(HostileCase hostile, IModbusClient client, ReadRequest request)
    {
        var data = new byte[request.ByteCount];
        var result = await client.ReadAsync(request, data, Stop).Guarded();
        var expected = result.IsSuccess ? Registers.Expected(request) : new byte[data.Length];
        Assert.True(expected.AsSpan().SequenceEqual(data), $"{hostile}: {result} with {Convert.ToHexString(data)}");
        return result;
    }
}
