using System.Runtime.CompilerServices;

namespace Gateway.Modbus;

/// <summary>
/// The part that every client has: a channel that opens when it is needed, a deadline, and the rule of one request at a time.
/// </summary>
internal sealed class ClientLink(ILineChannel channel, ModbusTiming timing, TimeProvider time) : IDisposable
{
    /// <summary>
    /// So many time-outs in a row close the link, so that the next read opens a fresh one: a peer that lost its power may
    /// never tell that the old connection is dead.
    /// </summary>
    public const int TimeoutsBeforeReopening = 3;

    private int busy;
    private int timeouts;
    private volatile bool disposed;

    public ILineChannel Channel => channel;

    public ModbusTiming Timing => timing;

    public TimeProvider Time => time;

    /// <summary>Why the link could not be opened the last time; null when it could.</summary>
    public string? LastOpenFailure { get; private set; }

    public RequestDeadline Deadline { get; } = new(time);

    /// <summary>Claims the link for a read.</summary>
    /// <exception cref="InvalidOperationException">Another read runs: the caller's mistake.</exception>
    public void Enter()
    {
        ObjectDisposedException.ThrowIf(disposed, typeof(IModbusClient));
        if (Interlocked.Exchange(ref busy, 1) != 0)
            throw new InvalidOperationException("A read is still running on this client. Await it first: one request at a time.");
    }

    public void Leave() => Volatile.Write(ref busy, 0);

    /// <summary>Opens the link if need be.</summary>
    /// <returns>Null when it cannot be opened in time, else whether it was opened just now.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool?> OpenAsync(CancellationToken cancellationToken)
    {
        if (channel.IsUsable())
            return false;

        channel.Close();
        try
        {
            await channel.OpenAsync(Deadline.Start(timing.ConnectTimeout, cancellationToken));
            timeouts = 0;
            LastOpenFailure = null;
            if (!disposed)
                return true;
            channel.Close();
            return null;
        }
        catch (Exception e) when (LinkFailure.Covers(e) || e is OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LastOpenFailure = OpenFailure.Describe(e, timing);
            return null;
        }
        finally
        {
            Deadline.Stop();
        }
    }

    public void CountReply() => timeouts = 0;

    public void CountTimeout()
    {
        if (++timeouts >= TimeoutsBeforeReopening)
            channel.Close();
    }

    public void Dispose()
    {
        disposed = true;
        channel.Close();
        Deadline.Dispose();
    }
}

internal static class OpenFailure
{
    public static string Describe(Exception failure, ModbusTiming timing) => failure is OperationCanceledException
        ? $"no connection within {timing.ConnectTimeout.TotalSeconds:0.###} s; is the device on, and the address right?"
        : failure.Message;
}
