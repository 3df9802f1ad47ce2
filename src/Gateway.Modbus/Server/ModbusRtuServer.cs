namespace Gateway.Modbus;

/// <summary>Answers reads on an RTU line. For simulators and tests.</summary>
public sealed class ModbusRtuServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Stream stream;

    private ModbusRtuServer(Stream stream, Predicate<byte> hasUnit, ReadHandler handler, TimeProvider time)
    {
        this.stream = stream;
        Completion = RunAsync(new RtuSession(stream, hasUnit, handler, time));
    }

    /// <summary>Ends when the stream ends or the server is disposed of; fails when the handler throws.</summary>
    public Task Completion { get; }

    /// <summary>Starts to answer.</summary>
    /// <param name="stream">
    /// The line, such as the master side of a pseudo-terminal; the server owns it from now on. Its reads must end on cancellation or
    /// when it is disposed of.
    /// </param>
    /// <param name="hasUnit">Which units are there; all others are silent, even to what is forbidden.</param>
    /// <param name="handler">Answers the reads.</param>
    /// <param name="time">Tells the pause that ends a broken frame.</param>
    public static ModbusRtuServer Start(Stream stream, Predicate<byte> hasUnit, ReadHandler handler, TimeProvider time) =>
        new(stream, hasUnit, handler, time);

    /// <summary>Stops, closes the stream, and waits until all is quiet.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await stream.DisposeAsync();
        await Completion;
        stopping.Dispose();
    }

    private async Task RunAsync(RtuSession session)
    {
        await Task.Yield();
        try
        {
            await session.RunAsync(stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException || LinkFailure.Covers(e))
        {
            // Stopped, or the other end of the line is gone: either way the end of the server.
        }
    }
}
