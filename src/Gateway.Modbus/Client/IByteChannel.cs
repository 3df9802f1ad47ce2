using System.Net.Sockets;

namespace Gateway.Modbus;

/// <summary>
/// Bytes to and from a link, a serial port or a TCP connection, which may be closed and opened again. What goes wrong is thrown as
/// <see cref="IOException"/>, <see cref="SocketException"/> or <see cref="ObjectDisposedException"/>; see <see cref="LinkFailure"/>.
/// The message of what opening throws is for the user: it says what to do.
/// </summary>
internal interface IByteChannel
{
    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Sends all the bytes.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Waits for the next bytes.</summary>
    /// <param name="destination">Takes them.</param>
    /// <param name="awaited">
    /// How many the caller needs at least, 1 or more. A channel that knows how long characters take may hold them back until then.
    /// </param>
    /// <param name="cancellationToken">Gives up; the channel stays usable.</param>
    /// <returns>How many came, at least one: a link closed by the other side throws.</returns>
    ValueTask<int> ReadAsync(Memory<byte> destination, int awaited, CancellationToken cancellationToken);

    /// <summary>Closes the link; never throws, and does nothing when it is closed. A read that waits throws.</summary>
    void Close();
}

/// <summary>A channel to a line without request numbers, where time keeps frames apart.</summary>
internal interface ILineChannel : IByteChannel
{
    /// <summary>Least silence between two frames; zero where the link keeps frames apart by itself.</summary>
    TimeSpan FrameSilence { get; }

    /// <summary>How long so many characters are on the wire; zero where that does not matter.</summary>
    TimeSpan TimeOf(int characters);

    /// <summary>False when the link is closed, or is found broken without waiting.</summary>
    bool IsUsable();

    /// <summary>Takes what has arrived already, without waiting.</summary>
    /// <returns>How many bytes; 0 when nothing has arrived.</returns>
    int TakeArrived(Span<byte> destination);

    /// <summary>Waits so long at least, and as little longer as the channel can.</summary>
    ValueTask PauseAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken) =>
        new(Task.Delay(WholeMilliseconds.AtLeast(wait), time, cancellationToken));
}

internal static class LinkFailure
{
    public static bool Covers(Exception exception) => exception is IOException or SocketException or ObjectDisposedException;
}

/// <summary>Timers cut fractions of a millisecond off, which would end a wait too early.</summary>
internal static class WholeMilliseconds
{
    public static TimeSpan AtLeast(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
