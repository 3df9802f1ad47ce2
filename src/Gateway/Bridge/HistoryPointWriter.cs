using Gateway.History;
using Gateway.Influx;

namespace Gateway.Bridge;

/// <summary>Writes points to the embedded table, for a demo without a database.</summary>
internal sealed class HistoryPointWriter(PointTable table) : IPointWriter
{
    public ValueTask<WriteVerdict> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        var result = table.Store(lines.Span);
        return ValueTask.FromResult(result.Faults is [var fault, ..]
            ? new WriteVerdict(WriteNext.Bisect, $"line {fault.Line}: {fault.Reason}", null)
            : WriteVerdict.Stored);
    }
}
