using System.IO.Ports;
using Gateway.Modbus;

namespace Gateway.Benchmarks.Serial;

/// <summary>Our client on a serial line, as a process of its own: one request after the other.</summary>
internal static class SerialChild
{
    private const int WarmUpBaudRate = 921_600;

    public static async Task<Figures> RunAsync(string device, int baudRate, ushort registers, int warmUpRequests, int seconds)
    {
        var request = new ReadRequest(1, ModbusTable.HoldingRegister, 0, registers);
        var destination = new byte[request.ByteCount];
        await using (var client = Connect(device, WarmUpBaudRate))
        {
            for (var i = 0; i < warmUpRequests; i++)
            {
                await client.ReadAsync(request, destination, CancellationToken.None);
            }
        }

        await using var measured = Connect(device, baudRate);
        await measured.ReadAsync(request, destination, CancellationToken.None);
        var meter = ProcessMeter.Start();
        long requests = 0, failures = 0;
        while (meter.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            requests++;
            var result = await measured.ReadAsync(request, destination, CancellationToken.None);
            failures += result.IsSuccess && destination[^1] == registers - 1 ? 0 : 1;
        }

        return new Figures().Add("failures", failures).Add(meter.Stop(requests));
    }

    private static ModbusRtuClient Connect(string device, int baudRate) =>
        ModbusRtuClient.OverSerial(new SerialLine(device, baudRate, Parity.Even, StopBits.One), new ModbusTiming(), TimeProvider.System);
}
