namespace Gateway.Modbus.Tests;

public class ModbusTcpServerTests
{
    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    public async Task Server_ManyClientsAtATime_AnswersEachWithItsOwn(ModbusFraming framing)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var server = Start(framing);

        await Parallel.ForAsync(0, 20, stop, async (index, token) =>
        {
            await using IModbusClient client = framing == ModbusFraming.Mbap
                ? new ModbusTcpClient(server.EndPoint.Dns(), new ModbusTiming(), TimeProvider.System)
                : ModbusRtuClient.OverTcp(server.EndPoint.Dns(), new ModbusTiming(), TimeProvider.System);
            for (var round = 0; round < 20; round++)
            {
                var request = new ReadRequest(Registers.Unit, (ModbusTable)(1 + (round % 4)), (ushort)(index * 40), (ushort)(round + 1));
                var data = new byte[request.ByteCount];
                Assert.Equal(ReadResult.Success, await client.ReadAsync(request, data, token));
                Assert.Equal(Registers.Expected(request), data);
            }
        });
    }

    private static ModbusTcpServer Start(ModbusFraming framing) =>
        ModbusTcpServer.Start(Registers.AnyPort, framing, Registers.HasUnit, Registers.Answer, TimeProvider.System);
}
