namespace Gateway.Modbus;

/// <summary>What a server answers to a read. Called on the connection's own loop; must not block.</summary>
/// <param name="request">Already checked for function, count and length.</param>
/// <param name="destination">
/// To be filled: <see cref="ReadRequest.ByteCount"/> bytes, registers high byte first, bits low bit first. All zero before the call.
/// </param>
/// <returns>
/// <see cref="ModbusExceptionCode.None"/> when filled, else the exception to answer; null to stay silent, as a unit that is not there does.
/// </returns>
public delegate ModbusExceptionCode? ReadHandler(ReadRequest request, Span<byte> destination);
