using CsCheck;

namespace Gateway.Modbus.Tests;

public class ReadResponderTests
{
    [Theory]
    [InlineData("03000A0001", "0302753A")] // register 10 holds 30010
    [InlineData("01000A0009", "01029200")] // bits 11, 14 and 17 of 10 to 18 are set
    [InlineData("0303E70002", "8302")] // the handler's own refusal: address 1000 is missing
    [InlineData("0600010003", "8601")]
    [InlineData("2B0E0100", "AB01")]
    [InlineData("0300000000", "8303")]
    [InlineData("030000007E", "8303")]
    [InlineData("04FFFF0002", "8402")]
    [InlineData("", "")]
    public void Respond_Request_GivesTheReply(string request, string reply)
    {
        var pdu = new byte[ReadPdu.MaxLength];

        var length = ReadResponder.Respond(Registers.Unit, Convert.FromHexString(request), Registers.Answer, pdu);

        Assert.Equal(reply, Convert.ToHexString(pdu.AsSpan(0, length)));
    }

    [Fact]
    public void Respond_HandlerIsSilent_GivesNothing() =>
        Assert.Equal(0, ReadResponder.Respond(99, [3, 0, 0, 0, 1], Registers.Answer, new byte[ReadPdu.MaxLength]));

    [Fact]
    public void Respond_HandlerFillsNothing_GivesZeroesNotTheLastReply()
    {
        var pdu = Enumerable.Repeat((byte)0xEE, ReadPdu.MaxLength).ToArray();

        var length = ReadResponder.Respond(1, [3, 0, 0, 0, 1], (_, _) => ModbusExceptionCode.None, pdu);

        Assert.Equal("03020000", Convert.ToHexString(pdu.AsSpan(0, length)));
    }

    [Fact]
    public void Respond_AnyBytes_NeverThrowsAndFitsAPdu() => ModbusGen.Bytes.Sample(bytes =>
        ReadResponder.Respond(Registers.Unit, bytes, Registers.Answer, new byte[ReadPdu.MaxLength]) is >= 0 and <= ReadPdu.MaxLength);
}
