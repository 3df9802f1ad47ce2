namespace Gateway.Modbus;

/// <summary>Answers reads on a serial line. For simulators and tests.</summary>
public abstract class ModbusLineServer : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Stream stream;

    private protected ModbusLineServer(Stream stream, Func<CancellationToken, Task> session)
    {
        this.stream = stream;
        Completion = RunAsync(session);
    }

    /// <summary>Ends when the stream ends or the server is disposed of; fails when the handler throws.</summary>
    public Task Completion { get; }

    /// <summary>Stops, closes the stream, and waits until all is quiet.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await stream.DisposeAsync();
        await Completion;
        stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task RunAsync(Func<CancellationToken, Task> session)
    {
        await Task.Yield();
        try
        {
            await session(stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException || LinkFailure.Covers(e))
        {
            // Stopped, or the other end of the line is gone: either way the end of the server.
        }
    }
}
