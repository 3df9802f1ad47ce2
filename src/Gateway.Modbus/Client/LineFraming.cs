namespace Gateway.Modbus;

/// <summary>What frames look like on a line that has no request numbers. Without state.</summary>
internal abstract class LineFraming
{
    public static readonly LineFraming Rtu = new RtuLine();

    public static readonly LineFraming Ascii = new AsciiLine();

    /// <summary>Length of the frame that asks for a read.</summary>
    public abstract int RequestLength { get; }

    /// <summary>Bytes to give room for; when that is full and no reply in it, none will come.</summary>
    public abstract int BufferLength { get; }

    /// <summary>A pause in a frame that ends it, whatever still comes; null where frames are not told apart by that.</summary>
    public abstract TimeSpan? LongestGap { get; }

    public abstract int ReplyLength(ReadRequest request);

    public abstract void WriteRequest(Span<byte> destination, ReadRequest request);

    /// <summary>How many bytes the reply still lacks at least, 1 or more.</summary>
    public abstract int Missing(ReadOnlySpan<byte> received, ReadRequest request);

    /// <summary>Looks for the reply.</summary>
    /// <returns>Null when more bytes may complete it.</returns>
    /// <param name="received">All bytes since the request was sent.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="destination">Takes the data of a success.</param>
    /// <param name="place">Where the frame is that decided, if <see cref="Tell"/> needs to know.</param>
    public abstract ReadResult? Find(ReadOnlySpan<byte> received, ReadRequest request, Span<byte> destination, out Range place);

    /// <summary>Tells what bytes are, in the order of arrival.</summary>
    /// <param name="observer">Is told.</param>
    /// <param name="bytes">What came.</param>
    /// <param name="decisive">The frame among them that decided a read, as found; empty when none did.</param>
    public abstract void Tell(IWireObserver observer, ReadOnlySpan<byte> bytes, Range decisive);

    private sealed class RtuLine : LineFraming
    {
        public override int RequestLength => RtuFrame.RequestLength;

        public override int BufferLength => RtuReply.BufferLength;

        public override TimeSpan? LongestGap => null;

        public override int ReplyLength(ReadRequest request) => RtuFrame.ReplyLength(request);

        public override void WriteRequest(Span<byte> destination, ReadRequest request) => RtuFrame.WriteRequest(destination, request);

        public override int Missing(ReadOnlySpan<byte> received, ReadRequest request) => RtuReply.Missing(received, request);

        public override ReadResult? Find(ReadOnlySpan<byte> received, ReadRequest request, Span<byte> destination, out Range place) =>
            RtuReply.Find(received, request, destination, out place);

        public override void Tell(IWireObserver observer, ReadOnlySpan<byte> bytes, Range decisive) =>
            RtuSight.Tell(observer, bytes, decisive);
    }

    private sealed class AsciiLine : LineFraming
    {
        public override int RequestLength => AsciiFrame.RequestLength;

        public override int BufferLength => AsciiReply.BufferLength;

        public override TimeSpan? LongestGap => AsciiFrame.LongestGap;

        public override int ReplyLength(ReadRequest request) => AsciiFrame.ReplyLength(request);

        public override void WriteRequest(Span<byte> destination, ReadRequest request) => AsciiFrame.WriteRequest(destination, request);

        public override int Missing(ReadOnlySpan<byte> received, ReadRequest request) => AsciiReply.Missing(received, request);

        public override ReadResult? Find(ReadOnlySpan<byte> received, ReadRequest request, Span<byte> destination, out Range place)
        {
            place = default;
            return AsciiReply.Find(received, request, destination);
        }

        public override void Tell(IWireObserver observer, ReadOnlySpan<byte> bytes, Range decisive) => AsciiSight.Tell(observer, bytes);
    }
}
