using System.Buffers.Binary;
using Gateway.Modbus;

namespace Gateway.Devices.Tests;

/// <summary>Devices made of raw registers; an address without one answers exception 02. Notes every request.</summary>
internal sealed class FakeModbusClient : IModbusClient
{
    private readonly Dictionary<(byte Unit, ModbusTable Table, int Address), ushort> cells = [];
    private int inFlight;

    public int MaxInFlight { get; init; } = 1;

    /// <summary>How long each answer takes, and on which clock; null for at once.</summary>
    public (TimeSpan Delay, TimeProvider Clock)? Latency { get; init; }

    /// <summary>Most requests that were under way at a time.</summary>
    public int MostInFlight { get; private set; }

    public List<ReadRequest> Requests { get; } = [];

    /// <summary>Called before each answer; a result that it gives takes the answer's place.</summary>
    public Func<ReadRequest, ReadResult?> Disturbance { get; set; } = _ => null;

    public FakeModbusClient With(byte unit, ModbusTable table, int address, params ReadOnlySpan<ushort> words)
    {
        foreach (var word in words)
        {
            cells[(unit, table, address++)] = word;
        }

        return this;
    }

    public FakeModbusClient Without(byte unit, ModbusTable table, int address)
    {
        cells.Remove((unit, table, address));
        return this;
    }

    public ValueTask<ReadResult> ReadAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Assert.True(request.ByteCount == destination.Length);
        Requests.Add(request);
        return Latency is { } latency
            ? AnswerLater(latency.Delay, latency.Clock, request, destination, cancellationToken)
            : ValueTask.FromResult(Disturbance(request) ?? Answer(request, destination.Span));
    }

    /// <summary>The same devices for a server.</summary>
    public ModbusExceptionCode? Serve(ReadRequest request, Span<byte> destination) => Answer(request, destination).Exception;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<ReadResult> AnswerLater(
        TimeSpan delay, TimeProvider clock, ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        MostInFlight = Math.Max(MostInFlight, ++inFlight);
        Assert.True(inFlight <= MaxInFlight, $"{inFlight} requests at a time");
        await Task.Delay(delay, clock, cancellationToken);
        inFlight--;
        return Disturbance(request) ?? Answer(request, destination.Span);
    }

    private ReadResult Answer(ReadRequest request, Span<byte> destination)
    {
        destination.Clear();
        for (var i = 0; i < request.Count; i++)
        {
            if (!cells.TryGetValue((request.Unit, request.Table, request.Address + i), out var cell))
            {
                return new ReadResult(ModbusFault.ExceptionReply, ModbusExceptionCode.IllegalDataAddress);
            }

            if (request.Table is ModbusTable.Coil or ModbusTable.DiscreteInput)
            {
                destination[i / 8] |= (byte)(cell << (i % 8));
            }
            else
            {
                BinaryPrimitives.WriteUInt16BigEndian(destination[(2 * i)..], cell);
            }
        }

        return new ReadResult(ModbusFault.None, ModbusExceptionCode.None);
    }
}
