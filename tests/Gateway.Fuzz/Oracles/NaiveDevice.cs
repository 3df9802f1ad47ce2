namespace Gateway.Fuzz;

/// <summary>A device, and the same device a second time as a handler of the product's servers.</summary>
internal static class NaiveDevice
{
    private const int FirstMissing = 1000;

    /// <summary>The byte at a place in the reply to a read.</summary>
    public static byte DataByte(ReadRequest request, int index) =>
        (byte)((7 * (int)request.Table) + (3 * request.Address) + (5 * index) + 1);

    public static byte[] Data(ReadRequest request) =>
        [.. Enumerable.Range(0, NaiveFrames.DataBytes(request)).Select(index => DataByte(request, index))];

    /// <summary>The PDU of a right reply.</summary>
    public static byte[] Reply(ReadRequest request) => [(byte)request.Table, (byte)NaiveFrames.DataBytes(request), .. Data(request)];

    /// <summary>As the product's servers ask.</summary>
    public static ModbusExceptionCode? Answer(ReadRequest request, Span<byte> destination)
    {
        if (request.Address + request.Count > FirstMissing)
            return ModbusExceptionCode.IllegalDataAddress;
        for (var index = 0; index < destination.Length; index++)
            destination[index] = DataByte(request, index);
        return ModbusExceptionCode.None;
    }

    /// <summary>The reply PDU to any request PDU: V1.1b3, the state diagrams of 6.1 to 6.4.</summary>
    public static byte[] Respond(ReadOnlySpan<byte> pdu)
    {
        var function = pdu[0];
        if (function is not (1 or 2 or 3 or 4))
            return [(byte)(function | 128), 1];
        if (pdu.Length != 5)
            return [(byte)(function + 128), 3];
        var address = (256 * pdu[1]) + pdu[2];
        var count = (256 * pdu[3]) + pdu[4];
        if (count == 0 || count > (function <= 2 ? 2000 : 125))
            return [(byte)(function + 128), 3];
        if (address + count > FirstMissing)
            return [(byte)(function + 128), 2];
        return Reply(new ReadRequest(FuzzInput.Unit, (ModbusTable)function, (ushort)address, (ushort)count));
    }
}
