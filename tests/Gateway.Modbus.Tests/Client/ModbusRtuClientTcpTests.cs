using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>RTU through a TCP connection, as a transparent serial server gives it.</summary>
public sealed class ModbusRtuClientTcpTests : IAsyncDisposable
{
    private static readonly ReadRequest Request = new(17, ModbusTable.InputRegister, 100, 1);
    private static readonly byte[] Reply = ModbusGen.Rtu(17, 4, 2, 0x12, 0x34);

    private readonly RawDevice device = new();
    private readonly ModbusRtuClient client;
    private readonly byte[] data = new byte[2];

    public ModbusRtuClientTcpTests() => client = ModbusRtuClient.OverTcp(device.EndPoint, new ModbusTiming(), new FakeTimeProvider());

    [Fact]
    public async Task ReadAsync_StrayBytesArrivedBefore_AreThrownAway()
    {
        await AssertReadsAsync(isConnected: false);
        await device.SayAsync(ModbusGen.Rtu(17, 4, 2, 0xDE, 0xAD));

        await AssertReadsAsync(isConnected: true);
    }

    [Fact]
    public async Task ReadAsync_HungUpInMidReply_IsDisconnectedAndTheNextReadConnectsAnew()
    {
        var reading = Read();
        await device.AcceptAsync();
        await device.HearRtuAsync();
        await device.SayAsync(Reply[..4]);
        device.HangUp();
        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await reading);

        await AssertReadsAsync(isConnected: false);
    }

    public ValueTask DisposeAsync()
    {
        device.Dispose();
        return client.DisposeAsync();
    }

    private Task<ReadResult> Read() => client.ReadAsync(Request, data, TestContext.Current.CancellationToken).Guarded();

    private async Task AssertReadsAsync(bool isConnected)
    {
        var reading = Read();
        if (!isConnected)
            await device.AcceptAsync();
        await device.HearRtuAsync();
        await device.SayAsync(Reply);

        Assert.Equal(ReadResult.Success, await reading);
        Assert.Equal("1234", Convert.ToHexString(data));
    }
}
