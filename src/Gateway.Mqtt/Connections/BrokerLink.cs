using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Gateway.Mqtt.Connections;

/// <summary>Keeps a connection to the broker: makes one after the other, with growing pauses while that fails.</summary>
internal sealed class BrokerLink(
    BrokerOptions options, string clientId, LinkPurpose purpose, TimeProvider timeProvider, Random random, ILogger logger)
{
    private static readonly TimeSpan GoodService = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private TaskCompletionSource<BrokerConnection> ready = NotReady();
    private LinkFault? loggedFault;
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
        var pipeline = Backoff.Pipeline(options.LongestPause, random, timeProvider);
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
        using var connection = new BrokerConnection(options, timeProvider);
        if (await OpenAsync(connection, cancellationToken) is { } fault)
        {
            NoteFault(fault);
            return ConnectionEnd.Early;
        }

        var since = timeProvider.GetTimestamp();
        NoteConnected(connection);
        try
        {
            var reason = await connection.WatchAsync(cancellationToken);
            NoteLost(new LinkFault(connection.TakenOver, reason));
            return timeProvider.GetElapsedTime(since) >= GoodService && !connection.TakenOver
                ? ConnectionEnd.AfterGoodService
                : ConnectionEnd.Early;
        }
        finally
        {
            lock (gate)
            {
                ready = NotReady();
            }

            if (cancellationToken.IsCancellationRequested)
            {
                await purpose.LeaveAsync(connection);
                await connection.CloseAsync();
            }
        }
    }

    private async Task<LinkFault?> OpenAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            purpose.Attach(connection);
            var setup = ClientSetup.Build(options, clientId);
            purpose.Configure(setup);
            return await connection.OpenAsync(setup.Build(), cancellationToken) ?? await purpose.EnterAsync(connection, cancellationToken);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Whatever the library throws, a wrong certificate included: there is no connection, and the next attempt may succeed.
            var cause = e.GetBaseException();
            var trust = cause is AuthenticationException or CryptographicException or FileNotFoundException or DirectoryNotFoundException
                or UnauthorizedAccessException;
            return new LinkFault(trust, cause is OperationCanceledException ? "no answer in time" : cause.Message);
        }
    }

    private void NoteConnected(BrokerConnection connection)
    {
        Interlocked.Increment(ref connections);
        loggedFault = null;
        Log.Connected(logger, options.ToString(), clientId, connection.WindowSize);
        ready.TrySetResult(connection);
    }

    private void NoteLost(LinkFault fault)
    {
        Fault = loggedFault = fault;
        Log.Lost(logger, options.ToString(), fault.Reason);
    }

    // One line per change: the same fault again is no news.
    private void NoteFault(LinkFault fault)
    {
        Fault = fault;
        if (fault == loggedFault)
        {
            return;
        }

        loggedFault = fault;
        if (fault.FixAccess)
        {
            Log.Refused(logger, options.ToString(), fault.Reason);
        }
        else
        {
            Log.Unreachable(logger, options.ToString(), fault.Reason);
        }
    }

    private static TaskCompletionSource<BrokerConnection> NotReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
