using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.TestKit.Servers;

namespace Gateway.Modbus.Tests;

/// <summary>Against mbpoll, the tool that one reaches for first.</summary>
public partial class MbpollTests
{
    private const int Address = 10, Count = 20;

    public static readonly TheoryData<ModbusTable, string> Types = new()
    {
        { ModbusTable.Coil, "0" },
        { ModbusTable.DiscreteInput, "1" },
        { ModbusTable.HoldingRegister, "4" },
        { ModbusTable.InputRegister, "3" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Mbpoll_OurTcpServer_Reads(ModbusTable table, string type)
    {
        Assert.SkipUnless(DebianProgram.Mbpoll.IsInstalled, DebianProgram.Mbpoll.MissingReason);
        await using var server = ModbusTcpServer.Start(
            Registers.AnyPort, ModbusFraming.Mbap, Registers.HasUnit, Registers.Answer, TimeProvider.System);

        await AssertReadsAsync(table, "-m", "tcp", "-p", $"{server.EndPoint.Port}", "-t", type, "127.0.0.1");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Mbpoll_OurRtuServer_Reads(ModbusTable table, string type)
    {
        Assert.SkipUnless(DebianProgram.Mbpoll.IsInstalled, DebianProgram.Mbpoll.MissingReason);
        var line = PseudoTerminal.Open();
        await using var server = ModbusRtuServer.Start(line, Registers.HasUnit, Registers.Answer, TimeProvider.System);

        await AssertReadsAsync(table, "-m", "rtu", "-b", "19200", "-P", "even", "-t", type, line.Path);
    }

    private static async Task AssertReadsAsync(ModbusTable table, params string[] arguments)
    {
        var output = await DebianProgram.Mbpoll.RunAsync(
            ["-a", $"{Registers.Unit}", "-0", "-r", $"{Address}", "-c", $"{Count}", "-o", "10", "-1", .. arguments],
            TestContext.Current.CancellationToken).Guarded();

        var read = Value().Matches(output).ToDictionary(
            match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            match => int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        var expected = Enumerable.Range(Address, Count).ToDictionary(address => address, address => Expected(table, address));
        Assert.Equal(expected, read);
    }

    private static int Expected(ModbusTable table, int address) => table is ModbusTable.Coil or ModbusTable.DiscreteInput
        ? Registers.Bit(table, address) ? 1 : 0
        : Registers.Value(table, address);

    [GeneratedRegex(@"^\[(\d+)\]:\s+(\d+)", RegexOptions.Multiline)]
    private static partial Regex Value();
}
