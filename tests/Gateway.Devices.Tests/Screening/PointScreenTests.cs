using Gateway.Core;
using Gateway.Modbus;

namespace Gateway.Devices.Tests;

public sealed class PointScreenTests
{
    [Theory]
    [InlineData(0x41200000, 10, Quality.Good)]
    [InlineData(0x00000000, 0, Quality.Good)]
    [InlineData(0x42C80000, 100, Quality.Good)]
    [InlineData(0x42C80001, 100.00000762939453, Quality.OutOfRange)]
    [InlineData(0xBF800000, -1, Quality.OutOfRange)]
    [InlineData(0x7F800000, double.NaN, Quality.OutOfRange)]
    [InlineData(0x7FC00000, double.NaN, Quality.NotAvailable)]
    [InlineData(0xFFFFFFFF, double.NaN, Quality.NotAvailable)]
    public void Judge_Float_ByRangeAndNaN(uint bits, double value, Quality quality) =>
        Assert.Equal((value, quality), PointScreen.Judge(Point(PointType.F32) with { Min = 0, Max = 100 }, bits));

    [Fact]
    public void Judge_Sentinel_IsNotAvailableBeforeScalingAndRange()
    {
        var point = Point(PointType.S16) with { NotAvailable = [0x7FFF, 0x8000], Scale = 0.1, Min = 0, Max = 10 };

        Assert.Equal((double.NaN, Quality.NotAvailable), PointScreen.Judge(point, 0x7FFF));
        Assert.Equal((double.NaN, Quality.NotAvailable), PointScreen.Judge(point, 0x8000));
        Assert.Equal((3276.6, Quality.OutOfRange), PointScreen.Judge(point, 0x7FFE));
        Assert.Equal((5.7, Quality.Good), PointScreen.Judge(point, 57));
    }

    private static PointProfile Point(PointType type) => new() { Name = "p", Table = ModbusTable.InputRegister, Address = 0, Type = type };
}
