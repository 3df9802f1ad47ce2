using CsCheck;

namespace Gateway.Modbus.Tests;

/// <summary>The byte tables are the examples of the Modbus Application Protocol V1.1b3, 6.1 to 6.4.</summary>
public class ReadPduTests
{
    public static readonly TheoryData<ModbusTable, int, int, string, string, string> SpecificationExamples = new()
    {
        { ModbusTable.Coil, 0x13, 0x13, "0100130013", "0103CD6B05", "CD6B05" },
        { ModbusTable.DiscreteInput, 0xC4, 0x16, "0200C40016", "0203ACDB35", "ACDB35" },
        { ModbusTable.HoldingRegister, 0x6B, 3, "03006B0003", "0306022B00000064", "022B00000064" },
        { ModbusTable.InputRegister, 8, 1, "0400080001", "0402000A", "000A" },
    };

    [Theory]
    [MemberData(nameof(SpecificationExamples))]
    public void WriteRequest_SpecificationExample_GivesItsBytes(
        ModbusTable table, int address, int count, string request, string reply, string data)
    {
        var pdu = new byte[ReadPdu.RequestLength];

        Assert.Equal(ReadPdu.RequestLength, ReadPdu.WriteRequest(pdu, Request(table, address, count)));
        Assert.Equal(request, Convert.ToHexString(pdu));
        Assert.Equal(reply.Length, 4 + data.Length);
    }

    [Theory]
    [MemberData(nameof(SpecificationExamples))]
    public void ParseReply_SpecificationExample_GivesItsData(
        ModbusTable table, int address, int count, string request, string reply, string data)
    {
        var asked = Request(table, address, count);
        var destination = new byte[asked.ByteCount];

        Assert.Equal(ReadResult.Success, ReadPdu.ParseReply(Convert.FromHexString(reply), asked, destination));
        Assert.Equal(data, Convert.ToHexString(destination));
        Assert.Equal(ModbusExceptionCode.None, ReadPdu.ParseRequest(Convert.FromHexString(request), asked.Unit, out var parsed));
        Assert.Equal(asked, parsed);
    }

    [Theory]
    [InlineData("8302", ModbusFault.ExceptionReply, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData("830B", ModbusFault.ExceptionReply, ModbusExceptionCode.GatewayTargetFailedToRespond)]
    [InlineData("8363", ModbusFault.ExceptionReply, (ModbusExceptionCode)0x63)] // a vendor's own code is passed on
    [InlineData("8300", ModbusFault.InvalidReply, ModbusExceptionCode.None)] // no exception has number 0
    [InlineData("8402", ModbusFault.InvalidReply, ModbusExceptionCode.None)] // exception to another function
    [InlineData("83", ModbusFault.InvalidReply, ModbusExceptionCode.None)]
    [InlineData("830200", ModbusFault.InvalidReply, ModbusExceptionCode.None)]
    [InlineData("", ModbusFault.InvalidReply, ModbusExceptionCode.None)]
    [InlineData("03", ModbusFault.InvalidReply, ModbusExceptionCode.None)]
    [InlineData("0404000A0102", ModbusFault.InvalidReply, ModbusExceptionCode.None)] // another function
    [InlineData("0302000A", ModbusFault.InvalidReply, ModbusExceptionCode.None)] // one register of two
    [InlineData("0304000A01", ModbusFault.InvalidReply, ModbusExceptionCode.None)] // cut short
    [InlineData("0304000A010203", ModbusFault.InvalidReply, ModbusExceptionCode.None)] // a byte too many
    [InlineData("0303000A0102", ModbusFault.InvalidReply, ModbusExceptionCode.None)] // byte count that is not the length's
    public void ParseReply_NotTheDataAskedFor_IsAFault(string pdu, ModbusFault fault, ModbusExceptionCode code)
    {
        byte[] destination = [0xEE, 0xEE, 0xEE, 0xEE];

        var result = ReadPdu.ParseReply(Convert.FromHexString(pdu), Request(ModbusTable.HoldingRegister, 0, 2), destination);

        Assert.Equal(new ReadResult(fault, code), result);
        Assert.Equal("EEEEEEEE", Convert.ToHexString(destination));
    }

    [Theory]
    [InlineData("", ModbusExceptionCode.IllegalFunction)]
    [InlineData("0000000001", ModbusExceptionCode.IllegalFunction)]
    [InlineData("0600000001", ModbusExceptionCode.IllegalFunction)]
    [InlineData("8300000001", ModbusExceptionCode.IllegalFunction)]
    [InlineData("03000000", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("030000000100", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("0300000000", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("030000007D", ModbusExceptionCode.None)]
    [InlineData("030000007E", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("01000007D0", ModbusExceptionCode.None)]
    [InlineData("01000007D1", ModbusExceptionCode.IllegalDataValue)]
    [InlineData("04FFFF0001", ModbusExceptionCode.None)]
    [InlineData("04FFFF0002", ModbusExceptionCode.IllegalDataAddress)]
    public void ParseRequest_AtTheLimits_RefusesAsTheSpecificationSays(string pdu, ModbusExceptionCode expected) =>
        Assert.Equal(expected, ReadPdu.ParseRequest(Convert.FromHexString(pdu), 1, out _));

    [Fact]
    public void ParseRequest_OfWriteRequest_GivesTheRequest() => ModbusGen.Request.Sample(request =>
    {
        var pdu = new byte[ReadPdu.RequestLength];
        ReadPdu.WriteRequest(pdu, request);
        return request.IsValid
            && ReadPdu.ParseRequest(pdu, request.Unit, out var parsed) == ModbusExceptionCode.None
            && parsed == request;
    });

    [Fact]
    public void ParseReply_OfAnyData_GivesTheData() => ModbusGen.Exchange.Sample(exchange =>
    {
        var destination = new byte[exchange.Request.ByteCount];
        return ReadPdu.ParseReply(exchange.Pdu, exchange.Request, destination).IsSuccess
            && destination.AsSpan().SequenceEqual(exchange.Pdu.AsSpan(2));
    });

    [Fact]
    public void ParseReply_AnyBytes_NeverThrowsNorWritesOnAFault() =>
        Gen.Select(ModbusGen.Request, ModbusGen.Bytes).Sample((request, bytes) =>
        {
            var destination = new byte[request.ByteCount];
            var result = ReadPdu.ParseReply(bytes, request, destination);
            return result.IsSuccess ? bytes.Length == ReadPdu.ReplyLength(request) : destination.All(value => value == 0);
        });

    [Fact]
    public void ParseRequest_AnyBytes_NeverThrowsAndOnlyPassesSoundReads() =>
        Gen.Byte.Array[0, 8].Sample(bytes =>
            ReadPdu.ParseRequest(bytes, 1, out var request) != ModbusExceptionCode.None || request.IsValid);

    private static ReadRequest Request(ModbusTable table, int address, int count) => new(17, table, (ushort)address, (ushort)count);
}
