using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

public class ModbusTcpServerTests
{
    private static readonly byte[] AskOne = [3, 0, 10, 0, 1];
    private static readonly byte[] AnswerOne = [3, 2, 0x75, 0x3A];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ModbusFraming.Mbap)]
    [InlineData(ModbusFraming.Rtu)]
    public async Task Server_ManyClientsAtATime_AnswersEachWithItsOwn(ModbusFraming framing)
    {
        await using var server = Start(framing);

        await Parallel.ForAsync(0, 20, Stop, async (index, token) =>
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

    [Fact]
    public async Task Server_RequestsMergedAndCut_AnswersEachInTurn()
    {
        await using var server = Start(ModbusFraming.Mbap);
        using var client = await ConnectAsync(server);
        byte[] requests = [.. ModbusGen.Tcp(1, Registers.Unit, AskOne), .. ModbusGen.Tcp(2, Registers.Unit, AskOne)];

        await client.SendAsync(requests.AsMemory(0, 15), Stop);
        await AssertHearsAsync(client, ModbusGen.Tcp(1, Registers.Unit, AnswerOne));
        await client.SendAsync(requests.AsMemory(15), Stop);
        await AssertHearsAsync(client, ModbusGen.Tcp(2, Registers.Unit, AnswerOne));
    }

    [Fact]
    public async Task Server_UnitThatIsNotThere_IsSilentEvenToWhatIsForbidden()
    {
        await using var server = Start(ModbusFraming.Mbap);
        using var client = await ConnectAsync(server);

        await client.SendAsync(ModbusGen.Tcp(1, 99, 6, 0, 1, 0, 1), Stop);
        await client.SendAsync(ModbusGen.Tcp(2, Registers.Unit, AskOne), Stop);

        await AssertHearsAsync(client, ModbusGen.Tcp(2, Registers.Unit, AnswerOne));
    }

    [Fact]
    public async Task Server_NotModbus_HangsUpAndServesOthers()
    {
        await using var server = Start(ModbusFraming.Mbap);
        using var stranger = await ConnectAsync(server);
        await stranger.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Stop);
        Assert.Equal(0, await stranger.ReceiveAsync(new byte[1], Stop).Guarded());

        using var client = await ConnectAsync(server);
        await client.SendAsync(ModbusGen.Tcp(1, Registers.Unit, AskOne), Stop);
        await AssertHearsAsync(client, ModbusGen.Tcp(1, Registers.Unit, AnswerOne));
    }

    [Fact]
    public async Task Start_PortTaken_SaysWhichAndWhatToDo()
    {
        await using var first = Start(ModbusFraming.Mbap);

        var error = Assert.Throws<IOException>(() =>
            ModbusTcpServer.Start(first.EndPoint, ModbusFraming.Mbap, Registers.HasUnit, Registers.Answer, TimeProvider.System));

        Assert.Contains($"{first.EndPoint}", error.Message, StringComparison.Ordinal);
        Assert.Contains("another port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WithAClientConnected_HangsUpAndFreesThePort()
    {
        var server = Start(ModbusFraming.Mbap);
        using var client = await ConnectAsync(server);
        await client.SendAsync(ModbusGen.Tcp(1, Registers.Unit, AskOne), Stop);
        await AssertHearsAsync(client, ModbusGen.Tcp(1, Registers.Unit, AnswerOne));

        await server.DisposeAsync();

        Assert.Equal(0, await client.ReceiveAsync(new byte[1], Stop).Guarded());
        await using var second = ModbusTcpServer.Start(
            server.EndPoint, ModbusFraming.Mbap, Registers.HasUnit, Registers.Answer, TimeProvider.System);
        Assert.Equal(server.EndPoint, second.EndPoint);
    }

    [Fact]
    public async Task Dispose_HandlerHasThrown_TellsOfIt()
    {
        var server = ModbusTcpServer.Start(
            Registers.AnyPort, ModbusFraming.Mbap, _ => true, (_, _) => throw new InvalidOperationException("handler"),
            TimeProvider.System);
        using var client = await ConnectAsync(server);
        await client.SendAsync(ModbusGen.Tcp(1, 1, AskOne), Stop);
        Assert.Equal(0, await client.ReceiveAsync(new byte[1], Stop).Guarded());

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => server.DisposeAsync().AsTask());

        Assert.Equal("handler", error.Message);
    }

    [Fact]
    public async Task Server_MoreConnectionsThanAllowed_ClosesTheOneTooManyAndGoesOn()
    {
        await using var server = Start(ModbusFraming.Mbap);
        var clients = new List<Socket>();
        try
        {
            for (var index = 0; index < ModbusTcpServer.MaxConnections; index++)
                clients.Add(await ConnectAsync(server));
            using var oneTooMany = await ConnectAsync(server);
            Assert.Equal(0, await oneTooMany.ReceiveAsync(new byte[1], Stop).Guarded());

            await clients[0].SendAsync(ModbusGen.Tcp(1, Registers.Unit, AskOne), Stop);
            await AssertHearsAsync(clients[0], ModbusGen.Tcp(1, Registers.Unit, AnswerOne));
            Assert.Equal(ModbusTcpServer.MaxConnections, server.ConnectionCount);
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Server_FullOfClientsThatFellSilent_LetsTheNextOneInForOneOfThem()
    {
        var time = new FakeTimeProvider();
        await using var server = ModbusTcpServer.Start(
            Registers.AnyPort, ModbusFraming.Mbap, Registers.HasUnit, Registers.Answer, time);
        var clients = new List<Socket>();
        try
        {
            for (var index = 0; index < ModbusTcpServer.MaxConnections; index++)
            {
                clients.Add(await ConnectAsync(server));
                await AskAsync(clients[index], 1);
            }

            time.Advance(ModbusTcpServer.SilenceBeforeGivingWay);
            await AskAsync(clients[0], 2);
            await AskAsync(clients[0], 3);
            clients.Add(await ConnectAsync(server));

            await AskAsync(clients[^1], 1);
            await AskAsync(clients[0], 4);
            Assert.Equal(0, await clients[1].ReceiveAsync(new byte[1], Stop).Guarded());
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    private static ModbusTcpServer Start(ModbusFraming framing) =>
        ModbusTcpServer.Start(Registers.AnyPort, framing, Registers.HasUnit, Registers.Answer, TimeProvider.System);

    private static async Task AskAsync(Socket client, ushort transaction)
    {
        await client.SendAsync(ModbusGen.Tcp(transaction, Registers.Unit, AskOne), Stop);
        await AssertHearsAsync(client, ModbusGen.Tcp(transaction, Registers.Unit, AnswerOne));
    }

    private static async Task<Socket> ConnectAsync(ModbusTcpServer server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync((EndPoint)server.EndPoint, Stop);
        return socket;
    }

    private static async Task AssertHearsAsync(Socket socket, byte[] expected)
    {
        await using var stream = new NetworkStream(socket);
        var bytes = new byte[expected.Length];
        await stream.ReadExactlyAsync(bytes, Stop).AsTask().WaitAsync(Guard.Patience, TimeProvider.System, Stop);
        Assert.Equal(expected, bytes);
    }
}
