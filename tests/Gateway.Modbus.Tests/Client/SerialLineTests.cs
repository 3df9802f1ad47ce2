using System.IO.Ports;

namespace Gateway.Modbus.Tests;

public class SerialLineTests
{
    [Theory]
    [InlineData("8E1", Parity.Even, StopBits.One, 11)]
    [InlineData("8O1", Parity.Odd, StopBits.One, 11)]
    [InlineData("8N2", Parity.None, StopBits.Two, 11)]
    [InlineData("8N1", Parity.None, StopBits.One, 10)]
    [InlineData("8e2", Parity.Even, StopBits.Two, 12)]
    [InlineData("7E1", Parity.Even, StopBits.One, 10)]
    [InlineData("8M1", Parity.Mark, StopBits.One, 11)]
    [InlineData("8S1", Parity.Space, StopBits.One, 11)]
    public void Parse_FormatOfManuals_GivesItsBits(string format, Parity parity, StopBits stopBits, int bitsPerCharacter)
    {
        var line = SerialLine.Parse("/dev/ttyUSB0", 9600, format);

        Assert.Equal((parity, stopBits, bitsPerCharacter), (line.Parity, line.StopBits, line.BitsPerCharacter));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8E")]
    [InlineData("8E10")]
    [InlineData("6E1")]
    [InlineData("8X1")]
    [InlineData("8E3")]
    [InlineData("1E8")]
    public void Parse_OtherFormat_SaysWhatIsAllowed(string format)
    {
        var error = Assert.Throws<FormatException>(() => SerialLine.Parse("/dev/ttyUSB0", 9600, format));

        Assert.Contains($"'{format}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("8E1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9600, "8E1", 4.010)]
    [InlineData(9600, "8N1", 3.646)]
    [InlineData(19_200, "8E1", 2.005)]
    [InlineData(38_400, "8E1", 1.750)]
    [InlineData(115_200, "8N1", 1.750)]
    public void FrameSilence_AtBaudRate_IsThreeAndAHalfCharactersOrTheFixedTime(int baudRate, string format, double milliseconds) =>
        Assert.Equal(milliseconds, SerialLine.Parse("COM3", baudRate, format).FrameSilence.TotalMilliseconds, 3);

    [Fact]
    public void TimeOf_ReadOfFiftyRegisters_IsTheArithmetic() =>
        Assert.Equal(129.5, SerialLine.Parse("COM3", 9600, "8E1").TimeOf(8 + 105).TotalMilliseconds, 1);

    [Theory]
    [InlineData("", 9600, Parity.None, StopBits.One)]
    [InlineData("COM3", 299, Parity.None, StopBits.One)]
    [InlineData("COM3", 921_601, Parity.None, StopBits.One)]
    [InlineData("COM3", 9600, (Parity)5, StopBits.One)]
    [InlineData("COM3", 9600, Parity.None, StopBits.OnePointFive)]
    public void Constructor_ValueOutOfRange_Throws(string path, int baudRate, Parity parity, StopBits stopBits) =>
        Assert.ThrowsAny<ArgumentException>(() => new SerialLine(path, baudRate, parity, stopBits));
}
