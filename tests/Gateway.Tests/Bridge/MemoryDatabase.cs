using System.Text;
using Gateway.Influx;

namespace Gateway.Tests.Bridge;

/// <summary>A database in memory; <see cref="Answer"/> says what becomes of the next writes.</summary>
internal sealed class MemoryDatabase : IPointWriter
{
    private readonly Lock gate = new();
    private readonly List<string[]> writes = [];

    /// <summary>The verdict on the writes to come.</summary>
    public WriteVerdict Answer { get; set; } = WriteVerdict.Stored;

    /// <summary>What was stored, write by write.</summary>
    public IReadOnlyList<string[]> Writes
    {
        get
        {
            lock (gate)
            {
                return [.. writes];
            }
        }
    }

    public ValueTask<WriteVerdict> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Answer.Next == WriteNext.Acknowledge)
        {
            lock (gate)
            {
                writes.Add(Encoding.UTF8.GetString(lines.Span).TrimEnd('\n').Split('\n'));
            }
        }

        return ValueTask.FromResult(Answer);
    }
}
