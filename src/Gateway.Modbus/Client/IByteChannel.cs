using System.Net.Sockets;

namespace Gateway.Modbus;

/// <summary>
/// Bytes to and from a link, a serial port or a TCP connection, which may be closed and opened again. What goes wrong is thrown as
/// <see cref="IOException"/>, <see cref="SocketException"/> or <see cref="ObjectDisposedException"/>; see <see cref="LinkFailure"/>.
/// </summary>
internal interface IByteChannel
{
    /// <summary>Least silence between two frames; zero where the link keeps frames apart by itself.</summary>
    TimeSpan FrameSilence { get; }

    /// <summary>How long so many characters are on the wire; zero where that does not matter.</summary>
    TimeSpan TimeOf(int characters);

    /// <summary>False when the link is closed, or is found broken without waiting.</summary>
    bool IsUsable();

    ValueTask OpenAsync(CancellationToken cancellationToken);

    /// <summary>Sends all the bytes.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Waits for the next bytes.</summary>
    /// <returns>How many came, at least one: a link closed by the other side throws.</returns>
    ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>Takes what has arrived already, without waiting.</summary>
    /// <returns>How many bytes; 0 when nothing has arrived.</returns>
    int TakeArrived(Span<byte> destination);

    /// <summary>Closes the link; never throws, and does nothing when it is closed.</summary>
    void Close();
}

internal static class LinkFailure
{
    public static bool Covers(Exception exception) => exception is IOException or SocketException or ObjectDisposedException;
}
