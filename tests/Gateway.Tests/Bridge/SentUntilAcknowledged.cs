using System.Text;
using Gateway.Mqtt;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Bridge;

/// <summary>A gateway's side in small: sends entries of one line each, and sends again what is not acknowledged.</summary>
internal sealed class SentUntilAcknowledged(int brokerPort, GatewayAddress address) : IAsyncDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(300);

    private readonly CancellationTokenSource stop = new();
    private readonly SortedSet<long> open = [];
    private readonly MqttPublisher publisher = new(
        new BrokerOptions { Host = "127.0.0.1", Port = brokerPort, Window = 100 }, new Topics(), address, StatusPayloads.Plain,
        TimeProvider.System, new Random(1), NullLogger<MqttPublisher>.Instance);

    private Task running = Task.CompletedTask;

    /// <summary>Entries that were sent again.</summary>
    public int Resent { get; private set; }

    /// <summary>Points that the bridge said were rejected.</summary>
    public List<RejectedPoint> Rejected { get; } = [];

    public void Start() => running = publisher.RunAsync(stop.Token);

    /// <summary>Sends these entries once.</summary>
    public async Task SendAsync(IEnumerable<long> entries, CancellationToken cancellationToken)
    {
        foreach (var seq in entries)
        {
            open.Add(seq);
            var line = Encoding.UTF8.GetBytes($"m,g={address.Gateway} v={seq} {seq}\n");
            var verdict = await publisher.PublishAsync(new DataMessage(address, 7, seq, 1, false, line), cancellationToken);
            Assert.NotEqual(PublishNext.TooLarge, verdict.Next);
        }
    }

    /// <summary>Until all is acknowledged; where nothing is for a while, what is open goes out again.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        while (open.Count > 0)
        {
            var arriving = publisher.Acknowledgements.WaitToReadAsync(cancellationToken).AsTask();
            await Task.WhenAny(arriving, Task.Delay(Wait, TimeProvider.System, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!arriving.IsCompleted)
            {
                Resent += open.Count;
                await SendAsync([.. open], cancellationToken);
            }

            while (publisher.Acknowledgements.TryRead(out var acknowledgement))
            {
                Rejected.AddRange(acknowledgement.Rejected);
                open.RemoveWhere(seq => acknowledgement.Ranges.Any(range => range.First <= seq && seq <= range.Last));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }
}
