using Microsoft.Extensions.Logging;

namespace Gateway.Mqtt.Connections;

/// <summary>
/// Keeps a connection to the most preferred broker that serves: makes one after the other, with growing pauses while that fails. While it
/// has to do with another it asks the preferred ones from time to time, and goes back.
/// </summary>
internal sealed class BrokerLink(
    BrokerOptions options, string clientId, LinkPurpose purpose, TimeProvider timeProvider, Random random, ILogger logger)
{
    private static readonly TimeSpan GoodService = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly IReadOnlyList<BrokerOptions> brokers = options.InOrder;
    private readonly LinkFault?[] loggedFaults = new LinkFault?[options.InOrder.Count];
    private TaskCompletionSource<BrokerConnection> ready = NotReady();
    private int next;
    private long connections;

    /// <summary>The connection in use, or null.</summary>
    public BrokerConnection? Current => ready.Task is { IsCompletedSuccessfully: true } task ? task.Result : null;

    /// <summary>Why there is none.</summary>
    public LinkFault Fault { get; private set; } = new(FixAccess: false, "not yet connected");

    /// <summary>How many were made.</summary>
    public long Connections => Interlocked.Read(ref connections);

    /// <summary>Waits for a connection, but no longer than a call may take; null when there is none by then.</summary>
    public async ValueTask<BrokerConnection?> WaitAsync(CancellationToken cancellationToken)
    {
        if (Current is { } current)
        {
            return current;
        }

        try
        {
            return await ready.Task.WaitAsync(options.CallTimeout, timeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Runs until cancelled; then it takes leave of the broker.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pipeline = Backoff.Pipeline(brokers.Count, options.LongestPause, random, timeProvider);
        try
        {
            while (true)
            {
                await pipeline.ExecuteAsync(async token => await KeepOneAsync(token), cancellationToken);
                await Task.Delay(Backoff.Pause(0, options.LongestPause, random), timeProvider, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task<ConnectionEnd> KeepOneAsync(CancellationToken cancellationToken)
    {
        var place = next;
        next = (place + 1) % brokers.Count;
        using var connection = new BrokerConnection(brokers[place], timeProvider);
        if (await OpenAsync(connection, brokers[place], cancellationToken) is { } fault)
        {
            NoteFault(place, fault);
            return ConnectionEnd.Early;
        }

        var since = timeProvider.GetTimestamp();
        NoteConnected(place, connection);
        var isLeft = true;
        try
        {
            if (await WatchAsync(connection, place, cancellationToken) is not { } reason)
            {
                next = 0;
                return ConnectionEnd.AfterGoodService;
            }

            isLeft = false;
            NoteLost(place, new LinkFault(connection.TakenOver, reason));
            if (timeProvider.GetElapsedTime(since) < GoodService || connection.TakenOver)
            {
                return ConnectionEnd.Early;
            }

            next = 0;
            return ConnectionEnd.AfterGoodService;
        }
        finally
        {
            lock (gate)
            {
                ready = NotReady();
            }

            if (isLeft)
            {
                await purpose.LeaveAsync(connection);
                await connection.CloseAsync();
            }
        }
    }

    // Until the connection is lost, and then why, or until a preferred broker serves: null.
    private async Task<string?> WatchAsync(BrokerConnection connection, int place, CancellationToken cancellationToken)
    {
        if (place == 0)
        {
            return await connection.WatchAsync(cancellationToken);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = connection.WatchAsync(either.Token);
        var asking = AwaitPreferredAsync(place, either.Token);
        var first = await Task.WhenAny(watching, asking);
        await either.CancelAsync();
        await Task.WhenAll(watching, asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return first == watching ? await watching : null;
    }

    private async Task AwaitPreferredAsync(int place, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(options.ReturnAfter, timeProvider, cancellationToken);
            foreach (var preferred in brokers.Take(place))
            {
                if (await BrokerProbe.TryAsync(preferred, clientId, timeProvider, cancellationToken) is null)
                {
                    Log.GoingBack(logger, preferred.ToString(), brokers[place].ToString());
                    return;
                }
            }
        }
    }

    private async Task<LinkFault?> OpenAsync(BrokerConnection connection, BrokerOptions broker, CancellationToken cancellationToken)
    {
        using var setup = new ClientSetup(broker, clientId);
        try
        {
            purpose.Attach(connection);
            return await connection.OpenAsync(setup.Build(purpose.Configure), cancellationToken)
                ?? await purpose.EnterAsync(connection, cancellationToken);
        }
        catch (Exception thrown)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Whatever the library throws, a wrong certificate included: there is no connection, and the next attempt may succeed.
            return setup.Explain(thrown);
        }
    }

    private void NoteConnected(int place, BrokerConnection connection)
    {
        Interlocked.Increment(ref connections);
        Array.Clear(loggedFaults);
        Log.Connected(logger, brokers[place].ToString(), clientId, connection.WindowSize);
        ready.TrySetResult(connection);
    }

    private void NoteLost(int place, LinkFault fault)
    {
        Fault = Named(place, fault);
        loggedFaults[place] = fault;
        Log.Lost(logger, brokers[place].ToString(), fault.Reason);
    }

    // One line per change: the same fault again is no news.
    private void NoteFault(int place, LinkFault fault)
    {
        Fault = Named(place, fault);
        if (fault == loggedFaults[place])
        {
            return;
        }

        loggedFaults[place] = fault;
        if (fault.FixAccess)
        {
            Log.Refused(logger, brokers[place].ToString(), fault.Reason);
        }
        else
        {
            Log.Unreachable(logger, brokers[place].ToString(), fault.Reason);
        }
    }

    private LinkFault Named(int place, LinkFault fault) =>
        brokers.Count == 1 ? fault : fault with { Reason = $"{brokers[place]}: {fault.Reason}" };

    private static TaskCompletionSource<BrokerConnection> NotReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
