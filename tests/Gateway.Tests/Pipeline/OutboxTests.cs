using Gateway.History;
using Gateway.Mqtt;
using Gateway.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Pipeline;

/// <summary>The outbox on a real broker, with a bridge that says what the test says.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private static readonly GatewayAddress Address = new("s", "g");
    private readonly RecordedTicks recorded = new();
    private readonly HistoryDatabase history = HistoryDatabase.OpenInMemory(1, new HistoryOptions());
    private readonly CancellationTokenSource end = new();
    private EmbeddedBroker broker = null!;
    private MqttPublisher publisher = null!;
    private MqttSubscriber bridge = null!;
    private Outbox outbox = null!;
    private Task[] running = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        broker = await EmbeddedBroker.StartAsync(0, NullLogger<EmbeddedBroker>.Instance);
        var options = new BrokerOptions { Host = "127.0.0.1", Port = broker.Port };
        publisher = new MqttPublisher(
            options, new Topics(), Address, StatusPayloads.Plain, TimeProvider.System,
            new Random(1), NullLogger<MqttPublisher>.Instance);

        // This broker sends more ahead than a subscriber allows; so it is allowed as much as the outbox sends.
        bridge = new MqttSubscriber(
            options, new Topics(), new SubscriberOptions { ReceiveMaximum = Outbox.MaxUnreleased },
            TimeProvider.System, new Random(2), NullLogger<MqttSubscriber>.Instance);
        outbox = new Outbox(
            recorded.Journal, recorded.Catalog, Address, 0.5, publisher,
            new EventNotes(history, TimeProvider.System, NullLogger<EventNotes>.Instance), TimeProvider.System,
            NullLogger<Outbox>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await broker.DisposeAsync();
        recorded.Dispose();
        history.Dispose();
        end.Dispose();
    }

    [Fact]
    public async Task Send_BehindByThousands_TheNewestGoesFirstAndTheRestOldestFirst()
    {
        recorded.Commit(5000);
        Start();
        var asked = 0;
        var (live, backlog) = (new List<long>(), new List<long>());
        while (backlog.Count < 4999 || live.Count < 2)
        {
            var message = await bridge.Messages.ReadAsync(Token);
            if (message.Message.Backfill)
            {
                backlog.Add(message.Message.Seq);
            }
            else
            {
                live.Add(message.Message.Seq);

                // No more before it than what was on its way already.
                Assert.InRange(backlog.Count - asked, 0, (Outbox.MaxUnreleased / 2) + 64);
            }

            if (live.Count == 1 && backlog.Count == 1000)
            {
                asked = backlog.Count;
                recorded.Commit(1);
            }

            await bridge.AcknowledgeAsync([message], [], Token);
        }

        Assert.Equal([5000L, 5001], live);

        // Many are on their way at a time, so near ones may change places.
        Assert.All(backlog.Index(), sent => Assert.InRange(Math.Abs(sent.Item - 1 - sent.Index), 0, Outbox.MaxUnreleased / 2));
        await HoldsAsync(() => recorded.Journal.Cursor.Undelivered == 0);
    }

    [Fact]
    public async Task Send_NobodyAcknowledges_TheBacklogTakesItsShareOfTheWayOnly()
    {
        recorded.Commit(5000);
        Start();
        var seqs = new List<long>();
        while (seqs.Count <= Outbox.MaxUnreleased / 2)
        {
            seqs.Add((await bridge.Messages.ReadAsync(Token)).Message.Seq);
        }

        Assert.Equal([.. Enumerable.Range(1, Outbox.MaxUnreleased / 2).Select(i => (long)i), 5000L], seqs.Order());
        recorded.Commit(1);
        Assert.Equal(5001, (await bridge.Messages.ReadAsync(Token)).Message.Seq);
    }

    [Fact]
    public async Task Release_PointRejected_IsDoneCountedAndNotedWithTheReason()
    {
        recorded.Commit(2);
        Start();
        var messages = new[] { await bridge.Messages.ReadAsync(Token), await bridge.Messages.ReadAsync(Token) };
        var bad = messages.Single(message => message.Message.Seq == 2);
        await bridge.AcknowledgeAsync(messages, [(bad.Message, RejectedPoint.Of(2, "field type conflict", "meter a=1 5"))], Token);
        await HoldsAsync(() => recorded.Journal.Cursor.Undelivered == 0);
        Assert.Equal(1, outbox.LinesRejected);
        var note = Assert.Single(history.Events(10));
        Assert.Equal(("point-rejected", "entry 2", "field type conflict Line: meter a=1 5"), (note.Kind, note.Subject, note.Text));
    }

    private void Start() => running = [publisher.RunAsync(end.Token), bridge.RunAsync(end.Token), StartOutboxAsync()];

    // Not before somebody listens: the broker keeps nothing for a bridge that is not there yet.
    private async Task StartOutboxAsync()
    {
        await HoldsAsync(() => bridge.IsConnected);
        await outbox.RunAsync(end.Token);
    }

    private static async Task HoldsAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }
}
