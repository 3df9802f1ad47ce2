using System.Net;
using Gateway.Commissioning;
using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Tests.Commissioning;

/// <summary>One look at a device that has not all the registers asked for: what it has is shown all the same.</summary>
public sealed class RefusedRegistersTests : IAsyncLifetime
{
    private static readonly RegisterRange Hundred = new(ModbusTable.HoldingRegister, 0, 100);
    private readonly HashSet<int> missing = [];
    private ModbusTcpServer server = null!;
    private RecordingClient client = null!;
    private int requests;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        server = ModbusTcpServer.Start(new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, _ => true, Answer, TimeProvider.System);
        client = new RecordingClient(
            WireLink.Tcp(new DnsEndPoint("127.0.0.1", server.EndPoint.Port)).Connect(new ModbusTiming(), null));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task DeviceReader_ManyPointsRefused_ShowsAllTheOthers()
    {
        missing.UnionWith(Enumerable.Range(0, 100).Where(address => address % 9 == 4));
        var profile = DeviceReader.ProfileOf([Hundred], PointType.U16, ByteOrder.Abcd);

        var points = await DeviceReader.ReadAsync(profile, 1, client, TimeProvider.System, Token);

        Assert.Equal(missing.Order(), points.Where(point => point.Value is null).Select(point => point.Address));
    }

    [Fact]
    public async Task DeviceReader_PointsOfSeveralIntervals_ShowsEachOnce()
    {
        missing.UnionWith(Enumerable.Range(0, 100).Where(address => address % 9 == 4));
        var profile = DeviceReader.ProfileOf([Hundred], PointType.U16, ByteOrder.Abcd);
        profile = profile with
        {
            Points = [.. profile.Points.Select((point, index) => index % 2 == 0 ? point with { Interval = TimeSpan.FromHours(1) } : point)],
        };

        var points = await DeviceReader.ReadAsync(profile, 1, client, TimeProvider.System, Token);

        Assert.Equal(missing.Order(), points.Where(point => point.Value is null).Select(point => point.Address));
    }

    [Fact]
    public async Task RegisterReader_SomeRegistersRefused_ShowsTheOthers()
    {
        missing.UnionWith([7, 50, 51]);

        var registers = await RegisterReader.ReadAsync(Hundred, 1, client, Token);

        Assert.Equal(Enumerable.Range(0, 100).Except(missing), registers.Select(register => register.Address));
    }

    [Fact]
    public async Task RegisterReader_EverythingRefused_GivesUpSoon()
    {
        missing.UnionWith(Enumerable.Range(0, 2000));

        Assert.Empty(await RegisterReader.ReadAsync(new RegisterRange(ModbusTable.HoldingRegister, 0, 2000), 1, client, Token));

        Assert.InRange(requests, 1, 80);
    }

    private ModbusExceptionCode? Answer(ReadRequest request, Span<byte> destination)
    {
        Interlocked.Increment(ref requests);
        for (var index = 0; index < request.Count; index++)
        {
            if (missing.Contains(request.Address + index))
            {
                return ModbusExceptionCode.IllegalDataAddress;
            }

            destination[(2 * index) + 1] = (byte)(request.Address + index);
        }

        return ModbusExceptionCode.None;
    }
}
