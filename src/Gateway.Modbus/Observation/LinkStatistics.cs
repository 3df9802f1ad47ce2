namespace Gateway.Modbus;

/// <summary>
/// Counts what passes on one link, for the link and for each unit. One client writes; snapshots may be taken from any thread.
/// </summary>
public sealed class LinkStatistics : IWireObserver
{
    private readonly Lock gate = new();
    private readonly Tally link = new();
    private readonly Tally?[] units = new Tally?[256];
    private long checksumErrors;
    private long bytesDiscarded;
    private long bytesSent;
    private long bytesReceived;

    /// <inheritdoc/>
    public void RequestSent(ReadOnlySpan<byte> frame)
    {
        lock (gate)
            bytesSent += frame.Length;
    }

    /// <inheritdoc/>
    public void FrameReceived(ReadOnlySpan<byte> frame)
    {
        lock (gate)
            bytesReceived += frame.Length;
    }

    /// <inheritdoc/>
    public void BytesDiscarded(ReadOnlySpan<byte> bytes, bool isDamagedFrame)
    {
        lock (gate)
        {
            bytesDiscarded += bytes.Length;
            checksumErrors += isDamagedFrame ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    public void ReadEnded(in ReadRequest request, in ReadResult result, TimeSpan roundTrip)
    {
        lock (gate)
        {
            link.Count(result, roundTrip);
            (units[request.Unit] ??= new Tally()).Count(result, roundTrip);
        }
    }

    /// <summary>The whole link so far.</summary>
    public WireStatistics OfLink()
    {
        lock (gate)
        {
            return link.Snapshot() with
            {
                ChecksumErrors = checksumErrors,
                BytesDiscarded = bytesDiscarded,
                BytesSent = bytesSent,
                BytesReceived = bytesReceived,
            };
        }
    }

    /// <summary>One unit so far; all zero for a unit that was never asked.</summary>
    public WireStatistics OfUnit(byte unit)
    {
        lock (gate)
            return units[unit]?.Snapshot() ?? new WireStatistics();
    }

    private sealed class Tally
    {
        private readonly long[] faults = new long[(int)ModbusFault.Disconnected + 1];
        private readonly long[] exceptions = new long[256];
        private readonly LatencyHistogram roundTrips = new();
        private long requests;
        private TimeSpan busy;

        public void Count(in ReadResult result, TimeSpan roundTrip)
        {
            requests++;
            busy += roundTrip;
            faults[(int)result.Fault]++;
            if (result.Fault == ModbusFault.ExceptionReply)
                exceptions[(int)result.Exception]++;
            if (result.Fault is ModbusFault.None or ModbusFault.ExceptionReply)
                roundTrips.Record(roundTrip);
        }

        public WireStatistics Snapshot() => new()
        {
            Requests = requests,
            Timeouts = faults[(int)ModbusFault.Timeout],
            InvalidReplies = faults[(int)ModbusFault.InvalidReply],
            Disconnects = faults[(int)ModbusFault.Disconnected],
            Exceptions = exceptions.Index().Where(entry => entry.Item > 0)
                .ToDictionary(entry => (ModbusExceptionCode)entry.Index, entry => entry.Item),
            Busy = busy,
            RoundTripP50 = roundTrips.Percentile(0.5),
            RoundTripP99 = roundTrips.Percentile(0.99),
        };
    }
}
