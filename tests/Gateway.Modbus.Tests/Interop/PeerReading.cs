using System.Globalization;
using System.Net;

namespace Gateway.Modbus.Tests;

/// <summary>What every peer reads, or lets us read: 20 values of each table from address 10, and a refusal beyond address 999.</summary>
internal static class PeerReading
{
    private const ushort Address = 10, Count = 20;

    private static readonly ReadRequest BeyondTheEnd = new(Registers.Unit, ModbusTable.HoldingRegister, 990, Count);

    /// <summary>The lines of a peer that read us.</summary>
    public static string[] ExpectedLines =>
    [
        .. Enum.GetValues<ModbusTable>().Select(
            table => string.Join(' ', Enumerable.Range(Address, Count).Select(address => Value(table, address)))),
        "refused 2",
    ];

    public static DnsEndPoint Loopback(int port) => new("127.0.0.1", port);

    /// <summary>Reads a peer with our client.</summary>
    public static async Task AssertReadsAsync(IModbusClient client)
    {
        var stop = TestContext.Current.CancellationToken;
        foreach (var table in Enum.GetValues<ModbusTable>())
        {
            var request = new ReadRequest(Registers.Unit, table, Address, Count);
            var data = new byte[request.ByteCount];
            Assert.Equal(ReadResult.Success, await client.ReadAsync(request, data, stop));
            Assert.Equal(Registers.Expected(request), data);
        }

        var refused = await client.ReadAsync(BeyondTheEnd, new byte[BeyondTheEnd.ByteCount], stop);
        Assert.Equal(ReadResult.Failed(ModbusExceptionCode.IllegalDataAddress), refused);
    }

    private static string Value(ModbusTable table, int address) => table is ModbusTable.Coil or ModbusTable.DiscreteInput
        ? Registers.Bit(table, address) ? "1" : "0"
        : Registers.Value(table, address).ToString(CultureInfo.InvariantCulture);
}
