using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Gateway.Modbus;

namespace Gateway.Tests.Reloading;

/// <summary>
/// Devices that give 10 kW and 900 rpm and count how often they were read. A unit is read by one request a poll, so that each count is
/// a poll that was answered.
/// </summary>
internal sealed class SimulatedDevices : IAsyncDisposable
{
    public const double PowerKw = 10;
    private readonly ConcurrentDictionary<byte, int> answers = new();
    private readonly ModbusTcpServer server;

    public SimulatedDevices() => server = ModbusTcpServer.Start(
        new IPEndPoint(IPAddress.Loopback, 0), ModbusFraming.Mbap, _ => true, Answer, TimeProvider.System);

    /// <summary>The profile of such a device.</summary>
    public static string Profile => """
        name: probe
        manufacturer: none
        models: [none]
        measurement: meter
        source: none
        table: holding
        points:
          speed: {address: 2, type: float32, unit: rpm}
          active_power: {address: 0, type: float32, unit: kW}
        """;

    public IPEndPoint EndPoint => server.EndPoint;

    public long Connections => server.ConnectionsAccepted;

    /// <summary>Holds the answers up while it is not completed.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int AnswersOf(byte unit) => answers.GetValueOrDefault(unit);

    public ValueTask DisposeAsync()
    {
        Gate?.TrySetResult();
        return server.DisposeAsync();
    }

    private ModbusExceptionCode? Answer(ReadRequest request, Span<byte> destination)
    {
        Gate?.Task.Wait(TimeSpan.FromSeconds(30));
        BinaryPrimitives.WriteSingleBigEndian(destination, (float)PowerKw);
        BinaryPrimitives.WriteSingleBigEndian(destination[4..], 900);
        answers.AddOrUpdate(request.Unit, 1, (_, count) => count + 1);
        return ModbusExceptionCode.None;
    }
}
