using Gateway.Commissioning;
using Gateway.Modbus;

namespace Gateway.Tests.Commissioning;

public sealed class RegisterRangeTests
{
    [Theory]
    [InlineData("holding:100:10", ModbusTable.HoldingRegister, 100, 10)]
    [InlineData("40101:10", ModbusTable.HoldingRegister, 100, 10)]
    [InlineData("input:0", ModbusTable.InputRegister, 0, 1)]
    [InlineData("30001", ModbusTable.InputRegister, 0, 1)]
    [InlineData("coil:65535:1", ModbusTable.Coil, 65535, 1)]
    [InlineData("00008:2", ModbusTable.Coil, 7, 2)]
    [InlineData("discrete:5:3", ModbusTable.DiscreteInput, 5, 3)]
    [InlineData("465536", ModbusTable.HoldingRegister, 65535, 1)]
    public void TryParse_ARange_CountsAddressesFromZeroAndReferencesFromOne(string text, ModbusTable table, int address, int count)
    {
        Assert.Null(RegisterRange.TryParse(text, out var range));
        Assert.Equal(new RegisterRange(table, address, count), range);
    }

    [Theory]
    [InlineData("")]
    [InlineData("holding")]
    [InlineData("holding:")]
    [InlineData("holding:65536")]
    [InlineData("holding:-1")]
    [InlineData("holding:0:0")]
    [InlineData("holding:0:2001")]
    [InlineData("holding:0:1:1")]
    [InlineData("register:0")]
    [InlineData("40000")]
    [InlineData("20001")]
    [InlineData("4001")]
    [InlineData("465537")]
    [InlineData("40001:x")]
    public void TryParse_SomethingElse_SaysWhatIsAllowed(string text) =>
        Assert.Contains("e.g. holding:100:10", RegisterRange.TryParse(text, out _), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "40001")]
    [InlineData(9998, "49999")]
    [InlineData(9999, "410000")]
    [InlineData(65535, "465536")]
    public void Of_EachReference_ReadsBackAsItsAddress(int address, string reference)
    {
        Assert.Equal(reference, RegisterReference.Of(ModbusTable.HoldingRegister, address));
        Assert.True(RegisterReference.TryParse(reference, out var table, out var parsed));
        Assert.Equal((ModbusTable.HoldingRegister, address), (table, parsed));
    }
}
