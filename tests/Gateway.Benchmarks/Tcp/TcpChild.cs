using System.Diagnostics;
using System.Net;
using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Benchmarks.Tcp;

/// <summary>
/// Our clients, as a process of their own: each reads on its absolute grid, and the grids are spread over the period in the steps
/// that the gateway's have.
/// </summary>
internal static class TcpChild
{
    public static async Task<Figures> RunAsync(int port, TcpLoad load, int seconds)
    {
        SocketCompletions.RunInline();
        var request = new ReadRequest(1, ModbusTable.HoldingRegister, 0, TcpLoad.Registers);
        var clients = Enumerable.Range(0, load.Connections)
            .Select(_ => new ModbusTcpClient(new DnsEndPoint("127.0.0.1", port), new ModbusTiming(), TimeProvider.System))
            .ToArray();
        GridConnection[] connections = [.. clients.Select(client => new GridConnection(client, TimeProvider.System, request))];
        foreach (var connection in connections)
        {
            await connection.ConnectAsync();
        }

        var period = Stopwatch.Frequency / load.RequestsPerSecond;
        var step = (long)(LinkPoller.GridStep.TotalSeconds * Stopwatch.Frequency);
        var start = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 10;
        var from = start + TcpLoad.WarmUpSeconds * Stopwatch.Frequency;
        var until = from + seconds * Stopwatch.Frequency;
        var tally = new TcpTally(load.Connections * load.RequestsPerSecond * (seconds + 1));
        var polling = Task.WhenAll(connections.Select((connection, index) =>
            connection.RunAsync(start + period * index / load.Connections / step * step, period, from, until, tally)));

        using (var alarm = new Alarm(TimeProvider.System, neverBlocks: false, CancellationToken.None))
        {
            await alarm.WaitUntilAsync(from);
            var meter = ProcessMeter.Start();
            await alarm.WaitUntilAsync(until);
            var used = meter.Stop(tally.Requests);
            await polling;
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }

            return tally.ToFigures(seconds).Add(used);
        }
    }
}
