using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>RTU through a TCP connection, as a transparent serial server gives it.</summary>
public sealed class ModbusRtuClientTcpTests : IAsyncDisposable
{
    private static readonly ReadRequest Request = new(17, ModbusTable.InputRegister, 100, 1);
    private static readonly byte[] Reply = ModbusGen.Rtu(17, 4, 2, 0x12, 0x34);

    private readonly RawDevice _device = new();
    private readonly ModbusRtuClient _client;
    private readonly byte[] _data = new byte[2];

    public ModbusRtuClientTcpTests() => _client = ModbusRtuClient.OverTcp(_device.EndPoint, new ModbusTiming(), new FakeTimeProvider());

    [Fact]
    public async Task ReadAsync_StrayBytesArrivedBefore_AreThrownAway()
    {
        await AssertReadsAsync(isConnected: false);
        await _device.SayAsync(ModbusGen.Rtu(17, 4, 2, 0xDE, 0xAD));

        await AssertReadsAsync(isConnected: true);
    }

    [Fact]
    public async Task ReadAsync_HungUpInMidReply_IsDisconnectedAndTheNextReadConnectsAnew()
    {
        var reading = Read();
        await _device.AcceptAsync();
        await _device.HearRtuAsync();
        await _device.SayAsync(Reply[..4]);
        _device.HangUp();
        Assert.Equal(ReadResult.Failed(ModbusFault.Disconnected), await reading);

        await AssertReadsAsync(isConnected: false);
    }

    public ValueTask DisposeAsync()
    {
        _device.Dispose();
        return _client.DisposeAsync();
    }

    private Task<ReadResult> Read() => _client.ReadAsync(Request, _data, TestContext.Current.CancellationToken).Guarded();

    private async Task AssertReadsAsync(bool isConnected)
    {
        var reading = Read();
        if (!isConnected)
            await _device.AcceptAsync();
        await _device.HearRtuAsync();
        await _device.SayAsync(Reply);

        Assert.Equal(ReadResult.Success, await reading);
        Assert.Equal("1234", Convert.ToHexString(_data));
    }
}
