namespace Gateway.Modbus.Tests;

public class ModbusTimingTests
{
    [Fact]
    public void Defaults_AreThoseDocumented() =>
        Assert.Equal((3.0, 1.0), (new ModbusTiming().ConnectTimeout.TotalSeconds, new ModbusTiming().ReplyTimeout.TotalSeconds));

    [Theory]
    [InlineData(9)]
    [InlineData(60_001)]
    [InlineData(-1)]
    public void Init_OutOfRange_Throws(int milliseconds)
    {
        var value = TimeSpan.FromMilliseconds(milliseconds);

        Assert.Throws<ArgumentOutOfRangeException>(() => new ModbusTiming { ConnectTimeout = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModbusTiming { ReplyTimeout = value });
    }
}
