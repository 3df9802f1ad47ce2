using System.Text;

namespace Gateway.Influx.Tests;

/// <summary>A database that answers by a function of the lines, and keeps what it stored.</summary>
internal sealed class ScriptedPointWriter(Func<string[], WriteVerdict> answer) : IPointWriter
{
    public List<string[]> Writes { get; } = [];

    public HashSet<string> Stored { get; } = [];

    public ValueTask<WriteVerdict> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var text = Encoding.UTF8.GetString(lines.Span);
        Assert.EndsWith("\n", text);
        var split = text[..^1].Split('\n');
        Writes.Add(split);
        var verdict = answer(split);
        if (verdict.Next == WriteNext.Acknowledge)
        {
            Stored.UnionWith(split);
        }

        return ValueTask.FromResult(verdict);
    }
}
