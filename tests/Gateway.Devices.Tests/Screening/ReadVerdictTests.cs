using Gateway.Core;
using Gateway.Modbus;

namespace Gateway.Devices.Tests;

public sealed class ReadVerdictTests
{
    private static readonly ReadRequest Request = new(7, ModbusTable.InputRegister, 20, 3);

    [Theory]
    [InlineData(ModbusFault.None, Quality.Good, false)]
    [InlineData(ModbusFault.ExceptionReply, Quality.ExceptionReply, false)]
    [InlineData(ModbusFault.Timeout, Quality.Timeout, true)]
    [InlineData(ModbusFault.InvalidReply, Quality.InvalidReply, false)]
    [InlineData(ModbusFault.Disconnected, Quality.Disconnected, true)]
    public void QualityOf_EachFault_HasItsQuality(ModbusFault fault, Quality quality, bool isSilence)
    {
        var result = new ReadResult(fault, ModbusExceptionCode.None);

        Assert.Equal(quality, ReadVerdict.QualityOf(result));
        Assert.Equal(isSilence, ReadVerdict.IsSilence(result));
    }

    [Theory]
    [InlineData(ModbusExceptionCode.GatewayPathUnavailable, true)]
    [InlineData(ModbusExceptionCode.GatewayTargetFailedToRespond, true)]
    [InlineData(ModbusExceptionCode.ServerDeviceBusy, false)]
    public void IsSilence_Exception_OnlyWhereTheDeviceBehindDidNotAnswer(ModbusExceptionCode code, bool isSilence) =>
        Assert.Equal(isSilence, ReadVerdict.IsSilence(new ReadResult(ModbusFault.ExceptionReply, code)));

    [Fact]
    public void Describe_Exception_SaysWhatWasAskedAndAnswered() => Assert.Equal(
        "reading 3 from InputRegister 20 of unit 7: the device answered exception 02 (IllegalDataAddress)",
        ReadVerdict.Describe(Request, new ReadResult(ModbusFault.ExceptionReply, ModbusExceptionCode.IllegalDataAddress)));
}
