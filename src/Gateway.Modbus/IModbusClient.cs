namespace Gateway.Modbus;

/// <summary>
/// Reads from the devices behind one serial line or TCP endpoint. The one place where another Modbus library could be put in.
/// At most <see cref="MaxInFlight"/> requests at a time; the caller owns the wire.
/// </summary>
public interface IModbusClient : IAsyncDisposable
{
    /// <summary>How many reads may run at a time: 1, unless the client pipelines.</summary>
    int MaxInFlight { get; }

    /// <summary>
    /// Why the link could not be opened, or was closed before any reply, the last time; for the user. Null when it was fine. Tells more
    /// than <see cref="ModbusFault.Disconnected"/>: permission denied, wrong certificate.
    /// </summary>
    string? LastOpenFailure => null;

    /// <summary>
    /// Sends the request and waits for its reply; opens the link when it is not open. Never blocks its caller, who may be a timer's thread.
    /// </summary>
    /// <param name="request">What to read.</param>
    /// <param name="destination">Takes the reply's data, <see cref="ReadRequest.ByteCount"/> bytes in wire order.</param>
    /// <param name="cancellationToken">Gives up waiting; the link stays usable.</param>
    /// <returns>How it went. What the wire or the device does wrong is a value, never an exception.</returns>
    ValueTask<ReadResult> ReadAsync(ReadRequest request, Memory<byte> destination, CancellationToken cancellationToken);
}
