using Gateway.Core;
using Gateway.Modbus;

namespace Gateway.Devices.Tests;

public sealed class PointScreenTests
{
    [Theory]
    [InlineData(10, 10, Quality.Good)]
    [InlineData(0, 0, Quality.Good)]
    [InlineData(100, 100, Quality.Good)]
    [InlineData(100.00001, 100.00001, Quality.OutOfRange)]
    [InlineData(-1, -1, Quality.OutOfRange)]
    [InlineData(double.PositiveInfinity, double.NaN, Quality.OutOfRange)]
    [InlineData(double.NaN, double.NaN, Quality.NotAvailable)]
    public void Judge_Value_ByRangeAndNaN(double decoded, double value, Quality quality) =>
        Assert.Equal((value, quality), PointScreen.Judge(Point(PointType.F32) with { Min = 0, Max = 100 }, decoded));

    [Theory]
    [InlineData(0, Quality.Good)]
    [InlineData(3, Quality.Good)]
    [InlineData(2, Quality.OutOfRange)]
    [InlineData(65535, Quality.OutOfRange)]
    public void Judge_Code_IsKeptButOutOfRangeWhenTheProfileDoesNotKnowIt(double code, Quality quality)
    {
        var point = Point(PointType.U16) with { Meanings = new Dictionary<long, string> { [0] = "stopped", [3] = "running" } };

        Assert.Equal((code, quality), PointScreen.Judge(point, code));
        Assert.Equal(quality == Quality.Good, point.MeaningOf(code) is not null);
    }

    private static PointProfile Point(PointType type) => new() { Name = "p", Table = ModbusTable.InputRegister, Address = 0, Type = type };
}
