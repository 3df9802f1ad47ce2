using Gateway.Modbus;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Registers;

public sealed class Sdm630RegistersTests
{
    private static readonly PlantDevices Devices = new(Demo.Scenario, Demo.Start);
    private static readonly DateTimeOffset At = Demo.Start + TimeSpan.FromMinutes(90);
    private static readonly LineState Line = LineAt(UnixTime.Seconds(At));

    // Address in the manual's input register table, and the value at this instant in its unit.
    public static TheoryData<int, double> Values => new()
    {
        { 0, Line.L1.VoltageV },
        { 2, Line.L2.VoltageV },
        { 4, Line.L3.VoltageV },
        { 6, Line.L1.CurrentA },
        { 10, Line.L3.CurrentA },
        { 12, Line.L1.ActiveKw * 1000.0 },
        { 14, Line.L2.ActiveKw * 1000.0 },
        { 16, Line.L3.ActiveKw * 1000.0 },
        { 18, Line.L1.ApparentKva * 1000.0 },
        { 28, Line.L3.ReactiveKvar * 1000.0 },
        { 30, Line.L1.PowerFactor },
        { 42, (Line.L1.VoltageV + Line.L2.VoltageV + Line.L3.VoltageV) / 3.0 },
        { 48, Line.L1.CurrentA + Line.L2.CurrentA + Line.L3.CurrentA },
        { 52, Line.ActiveKw * 1000.0 },
        { 56, Line.ApparentKva * 1000.0 },
        { 60, Line.ReactiveKvar * 1000.0 },
        { 62, Line.ActiveKw / Line.ApparentKva },
        { 70, Line.FrequencyHz },
        { 74, 0.0 },
        { 78, 0.0 },
        { 104, 0.0 },
        { 200, Math.Sqrt(3.0) * (Line.L1.VoltageV + Line.L2.VoltageV) / 2.0 },
        { 234, Line.VoltageDistortionPct },
        { 250, Line.CurrentDistortionPct },
        { 352, 0.0 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Read_AValue_IsTheLineHighWordFirst(int address, double expected) =>
        Assert.Equal(expected, Float(At, address), Math.Max(1e-6, Math.Abs(expected) * 1e-5));

    [Fact]
    public void Read_TheImportCounter_IsTheTrueEnergyDownToItsLastDigit()
    {
        var trueKwh = 12_345.67 + Devices.Truth.LineEnergyKwh("fan", Demo.Start, At);
        Assert.InRange(trueKwh - Float(At, 72), -0.001, 0.011);
        Assert.Equal(Float(At, 72), Float(At, 342));
        Assert.Equal(Float(At, 72), Float(At, 346) + Float(At, 348) + Float(At, 350), 0.04);
    }

    [Fact]
    public void Read_TheReactiveCounter_CountsWithTheReactivePower()
    {
        var sum = Enumerable.Range(0, 5400).Sum(s => LineAt(Demo.StartS + s + 0.5).ReactiveKvar) / 3600.0;
        Assert.Equal(sum, Float(At, 76) - Float(Demo.Start, 76), 0.02);
    }

    [Fact]
    public void Read_TheCounters_NeverFall()
    {
        foreach (var address in (int[])[72, 76, 342, 344, 346, 348, 350])
        {
            var devices = new PlantDevices(Demo.Scenario, Demo.Start);
            var instants = Enumerable.Range(0, 400).Select(i => Demo.Start + (i * TimeSpan.FromSeconds(7.3)));
            var readings = instants.Select(at => RegisterReads.Abcd(RegisterReads.Meter(devices, at, address, 2))).ToArray();
            Assert.All(readings.Zip(readings.Skip(1)), pair => Assert.True(pair.Second >= pair.First));
            Assert.True(readings[^1] > readings[0]);
        }
    }

    [Fact]
    public void Read_TheDemand_IsTheMeanOfAQuarterOfAnHour()
    {
        var meanW = Devices.Truth.LineEnergyKwh("fan", At - TimeSpan.FromMinutes(15), At) * 4000.0;
        Assert.Equal(meanW, Float(At, 84), meanW * 1e-5);
        Assert.True(Float(At, 86) >= Float(At, 84));
        Assert.InRange(Float(At, 258), 5.0, 80.0);
        Assert.True(Float(At, 100) > Float(At, 84));
    }

    [Fact]
    public void Read_SixtyRegisters_MatchesTheSingleReads()
    {
        var block = RegisterReads.Meter(Devices, At, 0, 60);
        for (var pair = 0; pair < 30; pair++)
        {
            Assert.Equal(RegisterReads.Meter(Devices, At, 2 * pair, 2), block[(4 * pair)..((4 * pair) + 4)]);
        }
    }

    [Theory]
    [InlineData(ModbusTable.InputRegister, 0, 62, ModbusExceptionCode.IllegalDataValue)]
    [InlineData(ModbusTable.InputRegister, 1, 2, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.InputRegister, 0, 3, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.InputRegister, 104, 4, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.InputRegister, 106, 2, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.InputRegister, 358, 2, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.HoldingRegister, 0, 2, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.DiscreteInput, 0, 2, ModbusExceptionCode.IllegalFunction)]
    public void Read_WhatTheMeterRefuses_AnswersTheException(ModbusTable table, int address, int count, ModbusExceptionCode expected) =>
        Assert.Equal(expected, RegisterReads.Verdict(
            Answer, RegisterReads.MeterUnit, table, address, count));

    private static float Float(DateTimeOffset at, int address) => RegisterReads.Abcd(RegisterReads.Meter(Devices, at, address, 2));

    private static LineState LineAt(double timeS) =>
        new SupplyLine(Demo.Scenario.Seed, Demo.Fan.Motor.RatedKw, Demo.Fan.Meter.NominalVoltageV)
        .At(new FanSystem(Demo.Scenario.Seed, Demo.Fan).At(timeS).LineKw, timeS);

    private static ModbusExceptionCode? Answer(ReadRequest request, Span<byte> destination) =>
        Devices.Answer(DeviceWire.Serial, At, request, destination).Code;
}
