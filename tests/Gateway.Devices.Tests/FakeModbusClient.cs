using System.Buffers.Binary;
using Gateway.Modbus;

namespace Gateway.Devices.Tests;

/// <summary>Devices made of raw registers; an address without one answers exception 02. Notes every request.</summary>
internal sealed class FakeModbusClient : IModbusClient
{
    private readonly Dictionary<(byte Unit, ModbusTable Table, int Address), ushort> cells = [];

    public int MaxInFlight => 1;

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

    public ValueTask<ReadResult> ReadAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Assert.Equal(request.ByteCount, destination.Length);
        Requests.Add(request);
        return ValueTask.FromResult(Disturbance(request) ?? Answer(request, destination.Span));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

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
