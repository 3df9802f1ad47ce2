using Gateway.Core;
using Gateway.Modbus;

namespace Gateway.Devices.Tests;

public sealed class ProfileReaderTests
{
    [Fact]
    public void Read_EverythingGiven_IsTakenUp()
    {
        var profile = ProfileTexts.Profile("""
            notes: [be careful]
            serial: {baud: 9600, format: 8N2, unit: 7, verified: true}
            table: input
            byte_order: CDAB
            max_registers: 20
            max_bits: 16
            gap: 3
            alignment: 2
            holes: [100-199]
            splits: [50]
            points:
              power: {address: 0x10, type: int32, byte_order: DCBA, scale: 0.1, offset: -4, unit: kW, min: -5, max: 10,
                      not_available: ["0x7FFFFFFF"], interval: 60s, note: n}
              other: {table: holding, address: 20, type: float32}
            """);

        Assert.Equal(new SerialDefaults(9600, "8N2", 7, Verified: true), profile.Serial);
        Assert.Equal(["be careful"], profile.Notes);
        var limits = profile.Limits;
        Assert.Equal((20, 16, 3, 2), (limits.MaxRegisters, limits.MaxBits, limits.MaxGap, limits.Alignment));
        Assert.Equal([new AddressRange(100, 199)], limits.Holes);
        Assert.Equal([50], limits.Splits);
        var power = profile.Points[0];
        Assert.Equal(("power", "power_kw", (ushort)16), (power.Name, power.Field, power.Address));
        Assert.Equal((ModbusTable.InputRegister, PointType.S32, ByteOrder.Dcba), (power.Table, power.Type, power.Order));
        Assert.Equal((0.1, -4, -5.0, 10.0), (power.Scale, power.Offset, power.Min, power.Max));
        Assert.Equal([0x7FFFFFFFUL], power.NotAvailable);
        Assert.Equal(TimeSpan.FromMinutes(1), power.Interval);
        Assert.Equal((ModbusTable.HoldingRegister, ByteOrder.Cdab), (profile.Points[1].Table, profile.Points[1].Order));
    }

    [Fact]
    public void Read_StatusBits_NameQualitiesAndTheOtherPoints()
    {
        var profile = ProfileTexts.Profile("""
            points:
              a: {address: 0, type: uint16}
              b: {address: 1, type: uint16}
              all: {address: 2, type: bits16, bits: {0: {name: calibration, quality: calibration}, 15: {name: idle}}}
              some: {address: 3, type: bits16, bits: {1: {name: broken, quality: fault}}, applies_to: [b]}
            """);

        Assert.Equal(
            [new StatusBit(0, "calibration", Quality.Calibration), new StatusBit(15, "idle", null)],
            profile.Points[2].Status!.Bits);
        Assert.Equal(["a", "b", "some"], profile.Points[2].Status!.AppliesTo);
        Assert.Equal(["b"], profile.Points[3].Status!.AppliesTo);
    }

    [Fact]
    public void Read_BitsCodesAndScales_AreTakenUp()
    {
        var profile = ProfileTexts.Profile("""
            pause: 20ms
            points:
              power: {address: 0, type: int16, scale_from: power_exponent}
              power_exponent: {address: 1, type: int16}
              current: {address: 2, type: uint16, scale_from: ratio, scale_mode: multiplier}
              ratio: {address: 3, type: mod10k32, interval: 60s}
              running: {address: 5, type: uint16, bit: 3}
              mode: {address: 5, type: uint16, bit_field: 4-7, values: {0: stopped, 0x1: running, 15: local}}
            texts:
              serial_number: {address: 10, length: 8}
              meter_id: {table: input, address: 18, type: uint32, interval: 1d}
            """);

        Assert.Equal(TimeSpan.FromMilliseconds(20), profile.Pause);
        Assert.Equal(new ScaleSource("power_exponent", ScaleMode.Exponent), profile.Points[0].ScaleFrom);
        Assert.Equal(new ScaleSource("ratio", ScaleMode.Multiplier), profile.Points[2].ScaleFrom);
        Assert.Equal((new BitRange(3, 3), new BitRange(4, 7)), (profile.Points[4].Bits, profile.Points[5].Bits));
        Assert.Equal(["stopped", "running", null, "local"], new[] { 0.0, 1, 2, 15 }.Select(profile.Points[5].MeaningOf));
        Assert.Equal(
            [
                new() { Name = "serial_number", Table = ModbusTable.HoldingRegister, Address = 10, Size = 8 },
                new()
                {
                    Name = "meter_id", Table = ModbusTable.InputRegister, Address = 18, Size = 2, Type = PointType.U32,
                    Interval = TimeSpan.FromDays(1),
                },
            ],
            profile.Texts);
    }

    [Theory]
    [InlineData("t: {address: 0}", "'length' is missing")]
    [InlineData("t: {address: 65535, length: 2}", "'t' ends at 65536")]
    [InlineData("t: {address: 0, length: 2, table: coil}", "must be one of holding, input")]
    [InlineData("t: {address: 0, length: 2, byte_order: CDAB}", "characters follow the registers' order")]
    [InlineData("t: {address: 0, length: 2, type: float32}", "must be one of string")]
    [InlineData("t: {address: 0, length: 2, interval: 1s}", "a duration from 1m to 30d")]
    [InlineData("t: {address: 9, length: 2}\nholes: [10-12]", "'t' lies in a hole or across a split")]
    [InlineData("t: {address: 9, length: 2}\nalignment: 2", "'t' does not begin and end at a multiple of 2")]
    public void Read_WrongText_IsOneFaultThatSaysSo(string texts, string message)
    {
        var fault = Assert.Single(ProfileTexts.Read($"points: {{a: {{address: 0, type: uint32}}}}\ntexts:\n  {texts}\n").Faults);

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_StatusOfABool_MaySpeakByBeingClear()
    {
        var profile = ProfileTexts.Profile("""
            points:
              a: {address: 0, type: uint16}
              live: {table: discrete, address: 0, type: bool, bits: {0: {name: held, when: clear, quality: out_of_range}}}
            """);

        Assert.Equal([new StatusBit(0, "held", Quality.OutOfRange, WhenClear: true)], profile.Points[1].Status!.Bits);
    }

    [Fact]
    public void Read_StatusCodes_NameStatesAndTheRest()
    {
        var profile = ProfileTexts.Profile("""
            points:
              a: {address: 0, type: uint16}
              quality: {address: 2, type: bits32, code_field: 16-23, codes: {0x3C: {name: calibration, quality: calibration}}}
              health: {address: 4, type: uint16, codes: {1: {name: healthy}, other: {name: error, quality: fault}}, applies_to: [a]}
            """);

        var quality = profile.Points[1].Status!.Codes!;
        Assert.Equal(new BitRange(16, 23), quality.Field);
        Assert.Equal(new StatusCode("calibration", Quality.Calibration), quality.ByNumber[0x3C]);
        Assert.Null(quality.Other);
        Assert.Equal(new StatusCode("error", Quality.DeviceFault), profile.Points[2].Status!.Codes!.Other);
    }

    [Fact]
    public void Read_Quantity_IsGivenOrFollowsFromUnitOrType()
    {
        var profile = ProfileTexts.Profile("""
            points:
              a: {address: 0, type: uint16, unit: kW}
              b: {address: 1, type: uint16, unit: "%", quantity: torque}
              c: {address: 2, type: bits16}
              d: {address: 3, type: uint16}
            """);

        Assert.Equal(["active_power", "torque", "status", ""], profile.Points.Select(point => point.Quantity));
    }

    [Fact]
    public void Read_Template_MayLeaveAddressesOpen()
    {
        var profile = ProfileTexts.Profile("""
            status: template
            points: {a: {type: uint16}, b: {type: uint16}, c: {address: 7, type: uint16}}
            """);

        Assert.Equal(ProfileStatus.Template, profile.Status);
        Assert.Equal([false, false, true], profile.Points.Select(point => point.HasAddress));
    }

    [Fact]
    public void Read_CommissioningCheck_KeepsWhatToVerify()
    {
        var profile = ProfileTexts.Profile("""
            status: commissioning-check
            verify: [word order, unit]
            points: {a: {address: 0, type: uint16}}
            """);

        Assert.Equal((ProfileStatus.CommissioningCheck, "word order"), (profile.Status, profile.Verify[0]));
    }

    [Fact]
    public void Read_PointsThatShareRegistersOnPurpose_AreNoFault()
    {
        var profile = ProfileTexts.Profile("""
            points:
              both: {address: 0, type: uint32}
              high: {address: 0, type: uint16, overlaps: true}
              low: {address: 1, type: uint16, overlaps: true}
              other_table: {table: input, address: 1, type: uint32}
              word: {address: 2, type: bits16}
              runs: {address: 2, type: uint16, bit: 0}
              mode: {address: 2, type: uint16, bit_field: 4-7}
            """);

        Assert.Equal(7, profile.Points.Count);
    }

    [Theory]
    [InlineData("Bad: {address: 0, type: uint16}", "'Bad' must be snake_case")]
    [InlineData("9a: {address: 0, type: uint16}", "'9a' must be snake_case")]
    [InlineData("a: {address: 1, type: float32, codes: {1: {name: x}}}", "a status word with codes has the type")]
    [InlineData("a: {address: 1, type: uint16, codes: {x: {name: x}}}", "'x' is no code")]
    [InlineData("a: {address: 1, type: uint16, codes: {10: {name: x}, 0xA: {name: y}}}", "10 has a meaning already")]
    [InlineData("a: {address: 1, type: bits32, codes: {1: {name: x}}, code_field: 7}", "'7' is no range of bits")]
    [InlineData("a: {type: uint16}", "'address' is missing")]
    [InlineData("a: {address: 65536, type: uint16}", "a whole number from 0 to 65535")]
    [InlineData("a: {address: 1, type: uint32}\n  b: {address: 2, type: uint16}", "'b' takes registers of 'a', which ends at 2")]
    [InlineData("a: {address: 1, type: uint16}\n  b: {address: 1, type: uint16}", "'b' takes registers of 'a', which ends at 1")]
    [InlineData("a: {address: 1, type: uint16, bit: 3}\n  b: {address: 1, type: uint16, bit: 3}", "'b' takes registers of 'a'")]
    [InlineData("a: {address: 4, type: uint16}\n  b: {address: 2, type: uint64}", "'a' takes registers of 'b', which ends at 5")]
    [InlineData("a: {address: 1, type: uint16, quantity: torqe}", "did you mean 'torque'?")]
    [InlineData("a: {table: coil, address: 1, type: bool, bits: {1: {name: x}}}", "'1' is no bit")]
    [InlineData("a: {address: 1, type: uint16}\n  a: {address: 2, type: uint16}", "'a' is here already")]
    [InlineData("a: {address: 1, type: uint16}\nstatus: commissioning-check", "says under verify what to look at")]
    [InlineData("a: {address: 65535, type: uint32}", "'a' ends at 65536")]
    [InlineData("a: {address: 1, type: uint16, unit: kw}", "did you mean 'kW'?")]
    [InlineData("a: {address: 1, type: uint15}", "did you mean 'uint16'?")]
    [InlineData("a: {address: 1, type: uint16, scale: 0}", "a scale of 0")]
    [InlineData("a: {address: 1, type: uint16, min: 2, max: 1}", "min is above max")]
    [InlineData("a: {address: 1, type: bool}", "bool belongs to the tables coil and discrete")]
    [InlineData("a: {address: 1, type: uint16, table: coil}", "bool belongs to the tables coil and discrete")]
    [InlineData("a: {address: 1, type: uint16, not_available: [65535]}", "'65535' is no raw pattern")]
    [InlineData("a: {address: 1, type: uint16, bits: {0: {name: x}}}", "a status word with bits has the type bits16")]
    [InlineData("a: {address: 1, type: bits16, interval: 5s, bits: {0: {name: x}}}", "a status word has no interval")]
    [InlineData("a: {address: 1, type: bits16, bits: {16: {name: x}}}", "'16' is no bit")]
    [InlineData("a: {address: 1, type: bits16, bits: {1: {name: x}}, applies_to: [a]}", "'a' is no other point")]
    [InlineData("a: {address: 1, type: uint16, adress: 2}", "did you mean 'address'?")]
    [InlineData("a: {address: 1, type: uint16, unit: kWh}\n  a_kwh: {address: 2, type: uint16}", "would be published as a_kwh, as 'a' is")]
    [InlineData("a: {address: 9, type: uint32}\nholes: [10-12]", "'a' lies in a hole or across a split")]
    [InlineData("a: {address: 9, type: uint32}\nsplits: [10]", "'a' lies in a hole or across a split")]
    [InlineData("a: {address: 9, type: uint32}\nalignment: 2", "'a' does not begin and end at a multiple of 2")]
    [InlineData("a: {address: 9, type: uint64}\nmax_registers: 3", "'a' takes 4 registers")]
    [InlineData("a: {address: 9, type: uint16}\nholes: [12-10]", "'12-10' is no range of addresses")]
    [InlineData("a: {address: 9, type: uint16}\nsplits: [1.5]", "a split is an address")]
    [InlineData("a: {address: 9, type: int16, bit: 3}", "only uint16, uint32, uint64, bits16 and bits32 have bits")]
    [InlineData("a: {address: 9, type: uint16, bit: 16}", "this type has no bit 16")]
    [InlineData("a: {address: 9, type: uint32, bit_field: 7-4}", "'7-4' is no range of bits")]
    [InlineData("a: {address: 9, type: uint32, bit_field: 4-32}", "this type has no bit 32")]
    [InlineData("a: {address: 9, type: uint32, bit_field: 4-5, bit: 3}", "not both")]
    [InlineData("a: {address: 9, type: bits16, bit: 1, bits: {0: {name: x}}}", "a status word with bits has all of them")]
    [InlineData("a: {address: 9, type: uint16, values: {on: running}}", "'on' is no whole number")]
    [InlineData("a: {address: 9, type: uint16, values: {1: on, 0x1: off}}", "1 has a meaning already")]
    [InlineData("a: {address: 9, type: uint16, scale: 0.1, values: {1: running}}", "a coded value is a whole number as it is sent")]
    [InlineData("a: {address: 9, type: float32, values: {1: running}}", "a coded value is a whole number as it is sent")]
    [InlineData("a: {address: 9, type: uint16, scale_from: b}", "'b' is no other point")]
    [InlineData("a: {address: 9, type: uint16, scale_from: a}", "'a' is no other point")]
    [InlineData("a: {address: 9, type: int16, scale_from: b}\n  b: {address: 8, type: int16, scale_from: c}\n"
        + "  c: {address: 7, type: int16}",
        "'b' takes its own scale from another point")]
    [InlineData("a: {address: 9, type: uint16}\npause: 1m", "a duration from 0s to 10s")]
    public void Read_Wrong_IsOneFaultThatSaysSo(string points, string message)
    {
        var fault = Assert.Single(ProfileTexts.Read($"points:\n  {points}\n").Faults);

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoPoints_IsAFault() =>
        Assert.Contains("1 to 1000 points", Assert.Single(ProfileTexts.Read("points: {}\n").Faults).Message, StringComparison.Ordinal);
}
