using System.Diagnostics;
using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Benchmarks.Tcp;

/// <summary>One client that reads on an absolute time grid.</summary>
internal sealed class GridConnection(IModbusClient client, TimeProvider clock, ReadRequest request)
{
    private readonly byte[] destination = new byte[request.ByteCount];

    public async Task ConnectAsync()
    {
        var result = await client.ReadAsync(request, destination, CancellationToken.None);
        if (!result.IsSuccess)
        {
            throw new BenchmarkFailedException($"The slave does not answer: {result}.");
        }
    }

    /// <summary>Reads at each due time before the end; what was due from the window's begin on is counted.</summary>
    public async Task RunAsync(long firstDue, long period, long from, long until, TcpTally tally)
    {
        using var alarm = new Alarm(clock, neverBlocks: true, CancellationToken.None);
        for (var due = firstDue; due < until; due += period)
        {
            await alarm.WaitUntilAsync(due);
            var late = Stopwatch.GetTimestamp() - due;
            var result = await client.ReadAsync(request, destination, CancellationToken.None);
            if (due >= from)
            {
                tally.Count(late, result.IsSuccess && destination[^1] == request.Count - 1);
            }
        }
    }
}
