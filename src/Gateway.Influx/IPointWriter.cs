namespace Gateway.Influx;

/// <summary>Takes points in line protocol into a database. The one place where another InfluxDB client could be put in.</summary>
public interface IPointWriter
{
    /// <summary>Writes the lines; afterwards they are durable, or the verdict says what to do next.</summary>
    /// <param name="lines">Line protocol, UTF-8, LF between lines, timestamps in milliseconds.</param>
    /// <param name="cancellationToken">Gives up; nothing is known of the lines then, writing them again is harmless.</param>
    ValueTask<WriteVerdict> WriteAsync(ReadOnlyMemory<byte> lines, CancellationToken cancellationToken);
}
