using System.Diagnostics;
using Gateway.Modbus;

namespace Gateway.Benchmarks.Tcp;

/// <summary>
/// A client that notes when it is asked. Whoever asks keeps to a grid whose beginning is not known here: lateness counts from the
/// most punctual request. A slot that was skipped makes all that follow late.
/// </summary>
internal sealed class PunctualityClient(IModbusClient client, long period, int capacity) : IModbusClient
{
    private readonly long[] askedAt = new long[capacity];
    private int asked;

    public int MaxInFlight => client.MaxInFlight;

    public ValueTask<ReadResult> ReadAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (asked < askedAt.Length)
        {
            askedAt[asked++] = Stopwatch.GetTimestamp();
        }

        return client.ReadAsync(request, destination, cancellationToken);
    }

    /// <summary>How late each request from then until then was, in the clock's ticks.</summary>
    public IEnumerable<long> Lateness(long from, long until)
    {
        var offsets = askedAt.Take(asked)
            .Where(at => at >= from && at < until)
            .Select((at, index) => at - index * period)
            .ToArray();
        var origin = offsets.DefaultIfEmpty().Min();
        return offsets.Select(offset => offset - origin);
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
