using Gateway.Modbus;
using Gateway.Simulators.Physics;

namespace Gateway.Simulators.Tests.Registers;

public sealed class Acs580RegistersTests
{
    private static readonly PlantDevices Devices = new(Demo.Scenario, Demo.Start);
    private static readonly DateTimeOffset At = Demo.Start + TimeSpan.FromMinutes(30);
    private static readonly FanState State = new FanSystem(Demo.Scenario.Seed, Demo.Fan).At(UnixTime.Seconds(At));

    // Address, scale and the value at this instant, from the list of parameters.
    public static TheoryData<int, double, double> Parameters => new()
    {
        { 20201, 0.01, State.Motor.SpeedRpm },
        { 20211, 0.01, State.Motor.FrequencyHz },
        { 20213, 0.01, State.Motor.CurrentA },
        { 20219, 0.1, State.Motor.TorquePct },
        { 20221, 0.01, State.Drive.DcBusV },
        { 20227, 0.01, State.Motor.InputKw },
    };

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Read_AParameter_IsTheStateLowWordFirst(int address, double scale, double expected) =>
        Assert.Equal(expected, RegisterReads.Cdab(RegisterReads.Drive(Devices, At, address, 2)) * scale, scale * 0.51);

    [Fact]
    public void Read_TheControlBlock_ShowsARunningDriveAndItsSpeed()
    {
        var block = RegisterReads.Drive(Devices, At, 3, 2);
        Assert.Equal(0x0337, (block[0] << 8) | block[1]);
        Assert.Equal(State.Motor.SpeedRpm / 1500.0 * 20_000.0, (short)((block[2] << 8) | block[3]), 0.51);
    }

    [Fact]
    public void Read_TheEnergyParts_MakeUpWhatWentToTheMotor()
    {
        var block = RegisterReads.Drive(Devices, At + TimeSpan.FromHours(40), 20237, 4);
        var kwh = (1000 * RegisterReads.Cdab(block)) + RegisterReads.Cdab(block.AsSpan(4));
        var fan = new FanSystem(Demo.Scenario.Seed, Demo.Fan);
        var expected = 184_320.0 + Quadrature.Between(
            timeS => fan.At(timeS).Motor.InputKw / 3600.0, Demo.StartS, UnixTime.Seconds(At + TimeSpan.FromHours(40)));
        Assert.InRange(expected - kwh, 0.0, 1.0);
        Assert.InRange(kwh, 184_700, 186_500);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 1)]
    [InlineData(3, 3)]
    [InlineData(20200, 2)]
    [InlineData(20203, 2)]
    [InlineData(20211, 6)]
    [InlineData(20225, 4)]
    [InlineData(20241, 1)]
    [InlineData(65535, 1)]
    public void Read_WhereNoParameterIs_AnswersException02(int address, int count) =>
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, Verdict(ModbusTable.HoldingRegister, address, count));

    [Theory]
    [InlineData(ModbusTable.InputRegister)]
    [InlineData(ModbusTable.Coil)]
    public void Read_AnotherTable_AnswersException01(ModbusTable table) =>
        Assert.Equal(ModbusExceptionCode.IllegalFunction, Verdict(table, 20201, 2));

    private static ModbusExceptionCode? Verdict(ModbusTable table, int address, int count) => RegisterReads.Verdict(
        Answer, RegisterReads.DriveUnit, table, address, count);

    private static ModbusExceptionCode? Answer(ReadRequest request, Span<byte> destination) =>
        Devices.Answer(DeviceWire.Serial, At, request, destination).Code;
}
