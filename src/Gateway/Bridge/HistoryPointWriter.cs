using Gateway.History;
using Gateway.Influx;

namespace Gateway.Bridge;

/// <summary>Writes points to the embedded table, for a demo without a database.</summary>
internal sealed class HistoryPointWriter(PointTable table) : IPointWriter
{
    public ValueTask<WriteVerdict> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        var faults = table.Write(lines.Span);
        return ValueTask.FromResult(faults.Count == 0
            ? WriteVerdict.Stored
            : new WriteVerdict(WriteNext.Bisect, faults[0].ToString(), null));
    }
}
