using CsCheck;

namespace Gateway.Modbus.Tests;

public class MbapSessionTests
{
    private static readonly byte[] Ask = [3, 0, 10, 0, 1];
    private static readonly byte[] Answer = [3, 2, 0x75, 0x3A];

    [Fact]
    public void RunAsync_RequestsCutAnywhere_AnswersEachWithItsTransaction() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 30]).Sample((requests, piece) =>
        {
            var transactions = Enumerable.Range(1, requests).Select(id => (ushort)id).ToArray();
            byte[] asked = [.. transactions.SelectMany(id => ModbusGen.Tcp(id, Registers.Unit, Ask))];
            byte[] expected = [.. transactions.SelectMany(id => ModbusGen.Tcp(id, Registers.Unit, Answer))];
            return expected.AsSpan().SequenceEqual(Run(asked, piece));
        });

    [Fact]
    public void RunAsync_UnitThatIsNotThere_IsSilentEvenToWhatIsForbidden()
    {
        byte[] asked = [.. ModbusGen.Tcp(1, 99, 6, 0, 1, 0, 1), .. ModbusGen.Tcp(2, Registers.Unit, Ask)];

        Assert.Equal(ModbusGen.Tcp(2, Registers.Unit, Answer), Run(asked));
    }

    [Fact]
    public void RunAsync_WrongFunction_IsRefused() =>
        Assert.Equal(ModbusGen.Tcp(7, Registers.Unit, 0x86, 1), Run(ModbusGen.Tcp(7, Registers.Unit, 6, 0, 1, 0, 1)));

    [Fact]
    public void RunAsync_NotModbus_EndsAndAnswersNothingMore()
    {
        byte[] asked = [.. "GET / HTTP/1.1\r\n\r\n"u8, .. ModbusGen.Tcp(1, Registers.Unit, Ask)];

        Assert.Empty(Run(asked));
    }

    [Fact]
    public void RunAsync_AnyBytes_NeverThrows() =>
        ModbusGen.Bytes.Sample(bytes => Run([.. ModbusGen.Tcp(1, Registers.Unit, Ask), .. bytes]).Length >= 11);

    private static byte[] Run(byte[] bytes, int piece = int.MaxValue)
    {
        using var stream = ScriptedStream.Of(bytes, piece);
        new MbapSession(stream, Registers.HasUnit, Registers.Answer).RunAsync(CancellationToken.None).GetAwaiter().GetResult();
        return stream.Written;
    }
}
