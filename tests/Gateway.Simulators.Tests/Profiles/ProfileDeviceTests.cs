using Gateway.Modbus;
using Gateway.Simulators.Faults;
using Gateway.Simulators.Profiles;
using Gateway.TestKit.Servers;

namespace Gateway.Simulators.Tests.Profiles;

public sealed class ProfileDeviceTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Spelled out by hand: 0x12345678 and its like in every order, a scale, an offset, two's complement.
    [Theory]
    [InlineData("uint32", "ABCD", 305419896, "12345678")]
    [InlineData("uint32", "CDAB", 305419896, "56781234")]
    [InlineData("uint32", "BADC", 305419896, "34127856")]
    [InlineData("uint32", "DCBA", 305419896, "78563412")]
    [InlineData("uint16", "ABCD", 4660, "1234")]
    [InlineData("uint16", "BADC", 4660, "3412")]
    [InlineData("int16", "ABCD", -2, "FFFE")]
    [InlineData("int32", "CDAB", -2, "FFFEFFFF")]
    [InlineData("int64", "ABCD", -2, "FFFFFFFFFFFFFFFE")]
    [InlineData("uint64", "CDAB", 1, "0001000000000000")]
    [InlineData("uint64", "DCBA", 1, "0100000000000000")]
    [InlineData("float32", "ABCD", 230.5, "43668000")]
    [InlineData("float32", "CDAB", 230.5, "80004366")]
    [InlineData("float64", "ABCD", 1, "3FF0000000000000")]
    [InlineData("bits32", "ABCD", 65537, "00010001")]
    [InlineData("sm16", "ABCD", -2, "8002")]
    [InlineData("sm32", "CDAB", -2, "00028000")]
    [InlineData("bcd16", "ABCD", 4711, "4711")]
    [InlineData("bcd32", "CDAB", 12345678, "56781234")]
    [InlineData("bcd64", "ABCD", 1234567890123, "0001234567890123")]
    [InlineData("mod10k32", "ABCD", 12345678, "04D2162E")]
    [InlineData("mod10k48", "CDAB", 100020003, "000300020001")]
    [InlineData("mod10k64", "ABCD", 1000200030004, "0001000200030004")]
    public void Write_AValue_IsTheseBytes(string type, string order, double value, string bytes)
    {
        var point = Profile($"p: {{address: 0, type: {type}, byte_order: {order}}}").Points[0];
        var registers = new byte[point.Type.Size * 2];
        RegisterCode.Write(RegisterCode.Bits(point, value), point.Type.Size, order, registers);
        Assert.Equal(bytes, Convert.ToHexString(registers));
        Assert.Equal(value, RegisterCode.Value(point, RegisterCode.Read(registers, point.Type.Size, order)));
    }

    [Fact]
    public void Bits_ScaleOffsetAndRange_AreTheDevices()
    {
        var point = Profile("p: {address: 0, type: int16, scale: 0.1, offset: -40}").Points[0];
        Assert.Equal(650UL, RegisterCode.Bits(point, 25.0));
        Assert.Equal(0x7FFFUL, RegisterCode.Bits(point, 1e9));
    }

    [Fact]
    public void Bits_APatternThatSaysNotAvailable_IsPassedBy()
    {
        var point = Profile("p: {address: 0, type: int16, not_available: [\"0x7FFF\", \"0x7FFE\"]}").Points[0];
        Assert.Equal(0x7FFDUL, RegisterCode.Bits(point, 32767));
    }

    [Theory]
    [InlineData(0, 2, ModbusExceptionCode.None)]
    [InlineData(0, 8, ModbusExceptionCode.None)] // Through a gap of four.
    [InlineData(2, 2, ModbusExceptionCode.None)]
    [InlineData(0, 20, ModbusExceptionCode.IllegalDataValue)]
    [InlineData(8, 4, ModbusExceptionCode.IllegalDataAddress)] // A gap too wide.
    [InlineData(20, 4, ModbusExceptionCode.IllegalDataAddress)] // Behind the last.
    [InlineData(1, 2, ModbusExceptionCode.IllegalDataAddress)] // Not aligned.
    public void Read_WhatTheMapAllows_IsAnsweredAndNothingElse(int address, int count, ModbusExceptionCode expected)
    {
        var device = Device("""
              a: {address: 0, type: uint32}
              b: {address: 6, type: uint32}
              c: {address: 18, type: uint32}
            """, "max_registers: 18\nalignment: 2\ngap: 4\n");
        var request = new ReadRequest(1, ModbusTable.HoldingRegister, (ushort)address, (ushort)count);
        Assert.Equal(expected, device.Read(Demo.StartS, request, new byte[40], null));
    }

    [Theory]
    [InlineData("holes: [\"2-3\"]", 0, 8)]
    [InlineData("splits: [6]", 0, 8)]
    public void Read_AcrossAHoleOrASplit_IsRefused(string limit, int address, int count)
    {
        var device = Device("  a: {address: 0, type: uint32}\n  b: {address: 6, type: uint32}", $"gap: 10\n{limit}\n");
        var request = new ReadRequest(1, ModbusTable.HoldingRegister, (ushort)address, (ushort)count);
        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, device.Read(Demo.StartS, request, new byte[40], null));
    }

    [Fact]
    public void Read_ATableThatTheDeviceHasNot_IsException01() => Assert.Equal(
        ModbusExceptionCode.IllegalFunction,
        Device("  a: {address: 0, type: uint32}").Read(Demo.StartS, new ReadRequest(1, ModbusTable.Coil, 0, 1), new byte[1], null));

    [Fact]
    public void TruthAt_OverADay_MovesWithinItsRangeAndIsTheSameAgain()
    {
        const string points = """
              narrow: {address: 0, type: uint16, scale: 0.1, unit: V, min: 225, max: 235}
              elsewhere: {address: 1, type: int16, unit: A, min: 4000, max: 5000}
              share: {address: 2, type: float32, min: -1, max: 1}
              counter: {address: 4, type: uint32, unit: kWh}
            """;
        var (device, again) = (Device(points), Device(points));
        string[] names = ["narrow", "elsewhere", "share", "counter"];
        foreach (var (name, low, high) in new[] { ("narrow", 225.0, 235.0), ("elsewhere", 4000, 5000), ("share", -1, 1) })
        {
            var values = Enumerable.Range(0, 1440).Select(minute => device.TruthAt(name, Demo.StartS + (60 * minute))).ToArray();
            Assert.All(values, value => Assert.InRange(value, low, high));
            Assert.True(values.Distinct().Count() > 10, name);
        }

        Assert.All(names, name => Assert.Equal(device.TruthAt(name, Demo.StartS + 5000), again.TruthAt(name, Demo.StartS + 5000)));
        Assert.True(device.TruthAt("counter", Demo.StartS + 86_400) > device.TruthAt("counter", Demo.StartS));
    }

    [Fact]
    public void TruthAt_BitsThatSpeakOfQuality_AreSetOnlyWhileTheDeviceDoesNotMeasure()
    {
        const string points = """
              status:
                address: 0
                type: bits16
                bits:
                  0: {name: calibrates, quality: calibration}
                  7: {name: worked_on, quality: maintenance}
                  9: {name: no_value, quality: not_available}
                  10: {name: sound, quality: fault, when: clear}
            """;
        var calibration = new DeviceFault.Interruption(
            "x", new Schedule(TimeSpan.FromHours(1), TimeSpan.FromHours(1), null), InterruptionKind.Calibration);
        var device = Device(points, "", calibration);
        var sound = Enumerable.Range(0, 3600).Select(second => (int)device.TruthAt("status", Demo.StartS + second));
        Assert.All(sound, word => Assert.Equal(0b100_0000_0000, word & 0b110_1000_0001));
        Assert.Equal(0b100_0000_0001, (int)device.TruthAt("status", Demo.StartS + 4000) & 0b110_1000_0001);
    }

    [Fact]
    public void TruthAt_PointsThatShareARegister_IsWhatTheRegisterHolds()
    {
        const string points = """
              run: {address: 0, type: uint16, bit: 0}
              state: {address: 0, type: uint16, bit_field: 4-7, values: {0: stopped, 2: running, 5: waits}}
              word: {address: 1, type: uint16}
              low: {address: 1, type: uint16, bit_field: 0-7}
            """;
        var device = Device(points);
        for (var second = 0; second < 600; second += 20)
        {
            double Shown(string name) => device.TruthAt(name, Demo.StartS + second);
            var registers = new byte[4];
            var request = new ReadRequest(1, ModbusTable.HoldingRegister, 0, 2);
            Assert.Equal(ModbusExceptionCode.None, device.Read(Demo.StartS + second, request, registers, null));
            Assert.Equal((int)Shown("run") + (16 * (int)Shown("state")), (registers[0] << 8) | registers[1]);
            Assert.True(Shown("state") is 0 or 2 or 5);
            Assert.Equal((Shown("word"), Shown("low")), ((registers[2] << 8) | registers[3], registers[3]));
        }
    }

    [Fact]
    public void TruthAt_AScaleInAnotherRegister_IsInTheValue()
    {
        var device = Device("""
              power: {address: 0, type: int16, scale_from: exponent, unit: kW}
              exponent: {address: 1, type: int16}
              current: {address: 2, type: uint16, scale_from: ratio, scale_mode: multiplier, unit: A}
              ratio: {address: 3, type: uint16}
            """);
        Assert.Equal((-1, 2), (device.TruthAt("exponent", Demo.StartS), device.TruthAt("ratio", Demo.StartS)));
        var registers = new byte[8];
        device.Read(Demo.StartS, new ReadRequest(1, ModbusTable.HoldingRegister, 0, 4), registers, null);
        Assert.Equal(((registers[0] << 8) | registers[1]) / 10.0, device.TruthAt("power", Demo.StartS), 1e-9);
        Assert.Equal(((registers[4] << 8) | registers[5]) * 2.0, device.TruthAt("current", Demo.StartS), 1e-9);
    }

    [Fact]
    public void TruthAt_AWordOfStates_ShowsAHarmlessOneUntilTheDeviceDoesNotMeasure()
    {
        const string points = """
              status:
                address: 0
                type: bits32
                code_field: 16-23
                codes:
                  0x00: {name: none, quality: not_available}
                  0x3C: {name: calibrates, quality: calibration}
            """;
        var calibration = new DeviceFault.Interruption(
            "x", new Schedule(TimeSpan.FromHours(1), TimeSpan.FromHours(1), null), InterruptionKind.Calibration);
        var device = Device(points, "", calibration);
        Assert.Equal(1, ((long)device.TruthAt("status", Demo.StartS) >> 16) & 0xFF);
        Assert.Equal(0x3C, ((long)device.TruthAt("status", Demo.StartS + 4000) >> 16) & 0xFF);
    }

    [Fact]
    public void Read_ATextOfTheDevice_IsItsNameOrANumber()
    {
        var device = Device(
            "  p: {address: 0, type: uint16}",
            "texts:\n  serial: {address: 10, length: 4}\n  firmware: {address: 14, type: bcd16}\n");
        var registers = new byte[10];
        var request = new ReadRequest(1, ModbusTable.HoldingRegister, 10, 5);
        Assert.Equal(ModbusExceptionCode.None, device.Read(Demo.StartS, request, registers, null));
        Assert.Equal("SERIAL\0\0"u8.ToArray(), registers[..8]);
        Assert.Equal("SERIAL", device.TextOf("serial"));
        Assert.Equal(("2417", "2417"), (Convert.ToHexString(registers[8..]), device.TextOf("firmware")));
    }

    [Fact]
    public void Find_AnUnknownName_SaysWhichIsNear() => Assert.Contains(
        "did you mean 'abb-acs580'?", ProfileFile.Find("abb-acs58", ProfileFile.ShippedFolder).Faults[0].Message, StringComparison.Ordinal);

    private static string Text(string points, string limits) =>
        $"name: p\nmanufacturer: M\nmodels: [x]\n{limits}points:\n{points}\n";

    private SimulatedProfile Profile(string points, string limits = "")
    {
        var file = folder.File("p.yaml");
        File.WriteAllText(file, Text(points.StartsWith(' ') ? points : "  " + points, limits));
        var read = ProfileFile.Find(file);
        Assert.Empty(read.Faults.Select(fault => fault.ToString()));
        return read.Profile!;
    }

    private ProfileDevice Device(string points, string limits = "", params DeviceFault[] faults) =>
        new(1, Profile(points, limits), new InterruptionPlan(faults, Demo.StartS), Demo.StartS);
}
