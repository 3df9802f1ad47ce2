using Gateway.Modbus;

namespace Gateway.Commissioning;

/// <summary>A client that remembers what its reads brought, so that each value can be shown beside the bytes it was made from.</summary>
internal sealed class RecordingClient(IModbusClient inner) : IModbusClient
{
    private readonly List<(ReadRequest Request, byte[] Data)> answers = [];

    public int MaxInFlight => inner.MaxInFlight;

    public string? LastOpenFailure => inner.LastOpenFailure;

    /// <summary>How the last read that failed went; null when none did.</summary>
    public (ReadRequest Request, ReadResult Result)? LastFailure { get; private set; }

    /// <summary>How many reads were answered with data.</summary>
    public int Answers => answers.Count;

    public async ValueTask<ReadResult> ReadAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken)
    {
        var result = await inner.ReadAsync(request, destination, cancellationToken);
        lock (answers)
        {
            if (result.IsSuccess)
            {
                answers.Add((request, destination[..request.ByteCount].ToArray()));
            }
            else
            {
                LastFailure = (request, result);
            }
        }

        return result;
    }

    /// <summary>The registers as they came last, two bytes each, or the one bit as 0 or 1; null where no read brought them.</summary>
    public byte[]? Raw(ModbusTable table, int address, int count)
    {
        var (request, data) = answers.LastOrDefault(answer => answer.Request.Table == table
            && answer.Request.Address <= address && address + count <= answer.Request.Address + answer.Request.Count);
        if (data is null)
        {
            return null;
        }

        var index = address - request.Address;
        return table is ModbusTable.Coil or ModbusTable.DiscreteInput
            ? [(byte)((data[index / 8] >> (index % 8)) & 1)]
            : data[(index * 2)..((index + count) * 2)];
    }

    /// <summary>Forgets everything: for another turn.</summary>
    public void Forget()
    {
        answers.Clear();
        LastFailure = null;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
