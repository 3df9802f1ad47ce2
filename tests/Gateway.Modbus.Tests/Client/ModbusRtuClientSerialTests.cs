using System.IO.Ports;

namespace Gateway.Modbus.Tests;

/// <summary>RTU through System.IO.Ports and a real pseudo-terminal.</summary>
public class ModbusRtuClientSerialTests
{
    private static readonly ModbusTiming Patient = new() { ReplyTimeout = TimeSpan.FromSeconds(10) };
    private static readonly ModbusTiming Short = new() { ReplyTimeout = TimeSpan.FromMilliseconds(50) };

    [Theory]
    [InlineData(9600)]
    [InlineData(115_200)]
    public async Task ReadAsync_ThroughPseudoTerminal_ReadsAllTables(int baudRate)
    {
        var stop = TestContext.Current.CancellationToken;
        var line = PseudoTerminal.Open();
        await using var server = ModbusRtuServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System);
        await using var client = Client(line.Path, baudRate, Patient);

        foreach (var table in Enum.GetValues<ModbusTable>())
        {
            var request = new ReadRequest(Registers.Unit, table, 40, 125);
            var data = new byte[request.ByteCount];
            Assert.Equal(ReadResult.Success, await client.ReadAsync(request, data, stop));
            Assert.Equal(Registers.Expected(request), data);
        }
    }

    [Fact]
    public async Task ReadAsync_NoSuchPort_IsDisconnected()
    {
        await using var client = Client("/dev/no-such-port", 9600, Patient);

        var result = await client.ReadAsync(
            new ReadRequest(1, ModbusTable.HoldingRegister, 0, 1), new byte[2], TestContext.Current.CancellationToken);

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), result);
    }

    [Fact]
    public async Task ReadAsync_PathIsNoTerminal_IsDisconnected()
    {
        await using var client = Client("/dev/null", 9600, Patient);

        var result = await client.ReadAsync(
            new ReadRequest(1, ModbusTable.HoldingRegister, 0, 1), new byte[2], TestContext.Current.CancellationToken);

        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), result);
    }

    [Fact]
    public async Task ReadAsync_UnitSilent_TimesOutAndTheNextUnitAnswers()
    {
        var stop = TestContext.Current.CancellationToken;
        var line = PseudoTerminal.Open();
        await using var server = ModbusRtuServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System);
        await using var client = Client(line.Path, 115_200, Short);
        var absent = new ReadRequest(99, ModbusTable.HoldingRegister, 0, 1);
        var present = absent with { Unit = Registers.Unit };
        var data = new byte[2];

        Assert.Equal(ReadResult.Failed(ModbusFault.Timeout), await client.ReadAsync(absent, data, stop));
        Assert.Equal(ReadResult.Success, await Eventually(client, present, data, stop));
        Assert.Equal(Registers.Expected(present), data);
    }

    [Fact]
    public async Task ReadAsync_PortPulledAndBack_IsDisconnectedThenReadsAgain()
    {
        var stop = TestContext.Current.CancellationToken;
        var link = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"gateway-port-{Guid.NewGuid():N}");
        var request = new ReadRequest(Registers.Unit, ModbusTable.InputRegister, 7, 2);
        var data = new byte[4];
        await using var client = Client(link, 115_200, Short);
        try
        {
            for (var round = 0; round < 2; round++)
            {
                var line = PseudoTerminal.Open();
                File.CreateSymbolicLink(link, line.Path);
                await using (ModbusRtuServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System))
                    Assert.Equal(ReadResult.Success, await Eventually(client, request, data, stop));

                File.Delete(link);
                Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await client.ReadAsync(request, data, stop));
            }
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Fact]
    public async Task ReadAsync_OtherEndGoneWhileReplyIsAwaited_EndsAsValue()
    {
        var stop = TestContext.Current.CancellationToken;
        var line = PseudoTerminal.Open();
        await using var client = Client(line.Path, 115_200, Short);
        var reading = client.ReadAsync(new ReadRequest(1, ModbusTable.Coil, 0, 8), new byte[1], stop).AsTask();
        await line.ReadExactlyAsync(new byte[RtuFrame.RequestLength], stop);

        await line.DisposeAsync();

        Assert.Contains((await reading).Fault, new[] { ModbusFault.Disconnected, ModbusFault.Timeout });
    }

    private static ModbusRtuClient Client(string path, int baudRate, ModbusTiming timing) =>
        ModbusRtuClient.OverSerial(new SerialLine(path, baudRate, Parity.None, StopBits.One), timing, TimeProvider.System);

    /// <summary>A busy machine may miss a short time-out; the caller would poll again too.</summary>
    private static async Task<ReadResult> Eventually(ModbusRtuClient client, ReadRequest request, byte[] data, CancellationToken stop)
    {
        var result = await client.ReadAsync(request, data, stop);
        for (var attempt = 0; attempt < 20 && !result.IsSuccess; attempt++)
            result = await client.ReadAsync(request, data, stop);
        return result;
    }
}
