using CsCheck;
using Gateway.Fuzz;

namespace Gateway.Modbus.Tests;

/// <summary>What one side writes the other reads: all requests, replies and exceptions, however cut and whatever lies between.</summary>
public class RoundTripTests
{
    private const int Iterations = 300;

    private static readonly Gen<ModbusFraming> Framing = Gen.Enum<ModbusFraming>();
    private static readonly Gen<int> Piece = Gen.Int[1, 40];

    /// <summary>Noise in which neither a unit nor the head of a reply begins.</summary>
    private static readonly Gen<byte[]> Noise = Gen.Byte[0xF8, 0xFF].Array[0, 60];

    [Fact]
    public void Client_ItsOwnServer_ReadsEveryRequestHoweverItIsCut() =>
        Gen.Select(Framing, ModbusGen.Request, Piece, Piece).Sample(
            (framing, request, askedIn, answeredIn) =>
            {
                var (time, channel, client) = Connect(framing);
                request = request with { Unit = Registers.Unit };
                channel.Slave = sent => Say(channel, Serve(framing, sent, askedIn), answeredIn);

                var (result, data) = Read(time, client, request);

                return request.Address + request.Count > Registers.FirstMissing
                    ? result == ReadResult.Failed(ModbusExceptionCode.IllegalDataAddress)
                    : result.IsSuccess && data.AsSpan().SequenceEqual(Registers.Expected(request));
            },
            iter: Iterations);

    [Fact]
    public void Client_AnyReplyAmongNoise_ReadsItsData() =>
        Gen.Select(Framing, ModbusGen.Exchange, Noise, Noise, Piece).Sample(
            (framing, exchange, before, behind, piece) =>
            {
                var (time, channel, client) = Connect(framing);
                channel.Slave = sent => Say(
                    channel, [.. before, .. ModbusGen.Frame(framing, sent, exchange.Request.Unit, exchange.Pdu), .. behind], piece);

                // Twice, for the noise behind one reply comes before the next.
                return Enumerable.Range(0, 2).All(_ =>
                    Read(time, client, exchange.Request) is ({ IsSuccess: true }, var data)
                    && data.AsSpan().SequenceEqual(exchange.Pdu.AsSpan(2)));
            },
            iter: Iterations);

    [Fact]
    public void Client_AnyExceptionAmongNoise_ReadsItsCode() =>
        Gen.Select(Framing, ModbusGen.Request, Gen.Byte[1, 255], Noise, Piece).Sample(
            (framing, request, code, before, piece) =>
            {
                var (time, channel, client) = Connect(framing);
                byte[] pdu = new byte[ReadPdu.ExceptionLength];
                ReadPdu.WriteException(pdu, (byte)request.Table, (ModbusExceptionCode)code);
                channel.Slave = sent => Say(channel, [.. before, .. ModbusGen.Frame(framing, sent, request.Unit, pdu)], piece);

                return Read(time, client, request).Result == ReadResult.Failed((ModbusExceptionCode)code);
            },
            iter: Iterations);

    private static (SimulatedTime Time, SimulatedChannel Channel, IModbusClient Client) Connect(ModbusFraming framing)
    {
        var time = new SimulatedTime();
        var channel = new SimulatedChannel(time);
        return (time, channel, FramedClient.On(framing, channel, new ModbusTiming(), time));
    }

    private static (ReadResult Result, byte[] Data) Read(SimulatedTime time, IModbusClient client, ReadRequest request)
    {
        var data = new byte[request.ByteCount];
        return (time.Run(() => client.ReadAsync(request, data, CancellationToken.None), TimeSpan.FromSeconds(5)), data);
    }

    private static byte[] Serve(ModbusFraming framing, byte[] sent, int piece)
    {
        using var stream = new PieceStream([.. sent.Chunk(piece)], static _ => { });
        Func<CancellationToken, Task> session = framing switch
        {
            ModbusFraming.Mbap => new MbapSession(stream, Registers.HasUnit, Registers.Answer).RunAsync,
            ModbusFraming.Rtu => new RtuSession(stream, Registers.HasUnit, Registers.Answer, TimeProvider.System).RunAsync,
            _ => new AsciiSession(stream, Registers.HasUnit, Registers.Answer, TimeProvider.System).RunAsync,
        };
        session(CancellationToken.None).GetAwaiter().GetResult();
        return stream.Written;
    }

    private static void Say(SimulatedChannel channel, byte[] bytes, int piece)
    {
        foreach (var part in bytes.Chunk(piece))
            channel.Say(part);
    }
}
