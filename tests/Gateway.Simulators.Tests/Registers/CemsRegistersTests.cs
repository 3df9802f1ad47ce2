using Gateway.Modbus;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Registers;

public sealed class CemsRegistersTests
{
    private static readonly PlantDevices Devices = new(Demo.Scenario, Demo.Start);
    private static readonly DateTimeOffset At = Demo.Start + TimeSpan.FromMinutes(30);
    private static readonly FlueGas Gas = new BoilerSystem(Demo.Scenario.Seed, Demo.Boiler).At(UnixTime.Seconds(At));

    public static TheoryData<int, double> Values => new()
    {
        { 0, Gas.So2MgM3 },
        { 2, Gas.NoMgM3 },
        { 4, Gas.No2MgM3 },
        { 6, Gas.DustInSituMgM3 },
        { 8, Gas.O2Pct },
        { 10, Gas.VelocityMS },
        { 12, Gas.TemperatureC },
        { 14, Gas.StaticPressurePa },
        { 16, 100.0 * Gas.Moisture },
        { 18, Gas.BarometricPa },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Read_AValue_IsTheGasWithinTheMonitorsNoise(int address, double expected) =>
        Assert.Equal(expected, RegisterReads.Abcd(RegisterReads.Monitor(Devices, At, address, 2)), Math.Abs(expected) * 0.02);

    [Fact]
    public void Read_TheWholeMap_IsOneMomentOfAllValues()
    {
        var map = RegisterReads.Monitor(Devices, At, 0, 21);
        Assert.Equal(RegisterReads.Monitor(Devices, At, 8, 2), map[16..20]);
        Assert.Equal(0, (map[40] << 8) | map[41]);
    }

    [Fact]
    public void Read_TheStatusWhileItCalibrates_HasTheBit() =>
        Assert.Equal([0, 1], RegisterReads.Monitor(Devices, Demo.Start + TimeSpan.FromHours(6.1), 20, 1));

    [Theory]
    [InlineData(ModbusTable.InputRegister, 20, 2, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.InputRegister, 21, 1, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.InputRegister, 0, 22, ModbusExceptionCode.IllegalDataAddress)]
    [InlineData(ModbusTable.HoldingRegister, 0, 2, ModbusExceptionCode.IllegalFunction)]
    public void Read_OutsideTheMap_AnswersTheException(ModbusTable table, int address, int count, ModbusExceptionCode expected) =>
        Assert.Equal(expected, RegisterReads.Verdict(
            Answer, RegisterReads.MonitorUnit, table, address, count));

    private static ModbusExceptionCode? Answer(ReadRequest request, Span<byte> destination) =>
        Devices.Answer(DeviceWire.Tcp, At, request, destination).Code;
}
