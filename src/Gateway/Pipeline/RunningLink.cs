using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Pipeline;

/// <summary>A link that is being polled.</summary>
internal sealed class RunningLink
{
    private readonly IModbusClient client;
    private readonly CancellationTokenSource noMore;
    private readonly Task running;

    /// <summary>Begins to poll.</summary>
    /// <param name="client">Belongs to it from here on.</param>
    /// <param name="poller">Polls over it.</param>
    /// <param name="since">The time of now.</param>
    /// <param name="parts">What it stands and falls with.</param>
    /// <param name="stop">Ends it at once.</param>
    public RunningLink(IModbusClient client, LinkPoller poller, DateTimeOffset since, PipelineParts parts, CancellationToken stop)
    {
        this.client = client;
        Poller = poller;
        Since = since;
        noMore = CancellationTokenSource.CreateLinkedTokenSource(stop);
        running = parts.Run(RunAsync, stop);
    }

    public LinkPoller Poller { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>Lets the polls under way come to their end, begins no more and closes the connection.</summary>
    public async Task EndAsync()
    {
        await noMore.CancelAsync();
        await running;
        noMore.Dispose();
        await client.DisposeAsync();
    }

    private async Task RunAsync(CancellationToken atOnce)
    {
        try
        {
            await Poller.RunAsync(noMore.Token, atOnce);
        }
        catch (OperationCanceledException) when (noMore.IsCancellationRequested)
        {
            // Replaced or stopped: its readings are handed over.
        }
    }
}
