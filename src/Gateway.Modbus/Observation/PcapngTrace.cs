using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Modbus;

/// <summary>
/// Writes what passes on any number of links to a pcapng file that Wireshark opens as Modbus, one interface a link. Observing only copies
/// into memory; the disk is written by a loop of its own, so a slow one never holds a poll up, and one that fails ends the trace alone.
/// </summary>
/// <remarks>
/// The bound is kept by turning the file over: at half of it, the file becomes <c>NAME.previous.EXT</c>, in place of an earlier one, and
/// a new one begins. So the newest traffic is always there, between half the bound and the whole of it.
/// </remarks>
public sealed class PcapngTrace : IAsyncDisposable
{
    /// <summary>Smallest bound, bytes.</summary>
    public const long MinBytes = 1 << 20;

    /// <summary>What may wait in memory for the disk; packets beyond it are left out and counted in a later packet's comment.</summary>
    private const int MaxWaitingBytes = 8 << 20;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly string path;
    private readonly long maxBytes;
    private readonly TimeProvider time;
    private readonly Action<string> onFault;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<byte[]> interfaces = [];
    private readonly Task writing;
    private ArrayBufferWriter<byte> waiting = new();
    private ArrayBufferWriter<byte> spare = new();
    private FileStream file;
    private int interfacesOnDisk;
    private long left;
    private volatile bool hasEnded;

    private PcapngTrace(string path, long maxBytes, FileStream file, TimeProvider time, Action<string> onFault)
    {
        (this.path, this.maxBytes, this.file, this.time, this.onFault) = (path, maxBytes, file, time, onFault);
        waiting.Write(PcapngBlocks.Section());
        writing = WriteAsync();
    }

    /// <summary>Where the earlier part of a trace is when its file was turned over.</summary>
    public static string PreviousPath(string path) => Path.ChangeExtension(path, ".previous" + Path.GetExtension(path));

    /// <summary>Begins a trace; what the file held is gone.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The bound for it and its predecessor together, at least <see cref="MinBytes"/>.</param>
    /// <param name="time">Stamps the packets and paces the writing.</param>
    /// <param name="onFault">Told once, in a sentence, when the disk refuses; the trace is over then.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it.</exception>
    public static PcapngTrace Create(string path, long maxBytes, TimeProvider time, Action<string> onFault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, MinBytes);
        return new PcapngTrace(path, maxBytes, Open(path), time, onFault);
    }

    /// <summary>Adds a link.</summary>
    /// <param name="name">The link's name: the interface's in Wireshark.</param>
    /// <param name="description">Where it goes, e.g. <c>tcp 10.0.0.7:502</c>.</param>
    /// <param name="framing">What its frames look like.</param>
    public IWireObserver Observe(string name, string description, ModbusFraming framing)
    {
        lock (gate)
        {
            var block = PcapngBlocks.Interface(name, description);
            interfaces.Add(block);
            waiting.Write(block);
            var number = interfaces.Count - 1;
            return framing switch
            {
                ModbusFraming.Mbap => new Link(this, number, "mbtcp"),
                ModbusFraming.Rtu => new Link(this, number, "mbrtu"),
                ModbusFraming.Ascii => new AsciiAsRtu(new Link(this, number, "mbrtu")),
                _ => throw new ArgumentOutOfRangeException(nameof(framing), framing, "Choose one of the framings."),
            };
        }
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await writing;
        stopping.Dispose();
    }

    private static FileStream Open(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    private void Add(int link, string dissector, bool isRequest, ReadOnlySpan<byte> payload, string? comment)
    {
        if (hasEnded)
            return;

        lock (gate)
        {
            if (waiting.WrittenCount > MaxWaitingBytes)
            {
                left++;
                return;
            }

            if (left > 0)
                comment = string.Create(
                    CultureInfo.InvariantCulture, $"{left} packets before this one are missing: the disk was too slow. {comment}");
            left = 0;
            waiting.Write(PcapngBlocks.Packet(link, time.GetUtcNow(), dissector, isRequest, payload, comment));
        }
    }

    private async Task WriteAsync()
    {
        await Task.Yield();
        try
        {
            using var timer = new PeriodicTimer(FlushInterval, time);
            while (await TickAsync(timer))
                await FlushAsync();
            await FlushAsync();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            hasEnded = true;
            onFault($"The trace {path} ends here, polling goes on: {fault.Message}");
        }
        finally
        {
            hasEnded = true;
            await file.DisposeAsync();
        }
    }

    private async Task<bool> TickAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task FlushAsync()
    {
        lock (gate)
        {
            (waiting, spare) = (spare, waiting);
            interfacesOnDisk = interfaces.Count;
        }

        await file.WriteAsync(spare.WrittenMemory, CancellationToken.None);
        spare.ResetWrittenCount();
        if (file.Position > maxBytes / 2)
            await TurnOverAsync();
    }

    private async Task TurnOverAsync()
    {
        await file.DisposeAsync();
        File.Move(path, PreviousPath(path), overwrite: true);
        file = Open(path);
        var head = new ArrayBufferWriter<byte>();
        head.Write(PcapngBlocks.Section());
        lock (gate)
        {
            // A link that was added since the last flush has its block in what waits.
            foreach (var block in interfaces.Take(interfacesOnDisk))
                head.Write(block);
        }

        await file.WriteAsync(head.WrittenMemory, CancellationToken.None);
    }

    private sealed class Link(PcapngTrace trace, int number, string dissector) : IWireObserver
    {
        public void RequestSent(ReadOnlySpan<byte> frame) => Saw(frame, isRequest: true, null);

        public void FrameReceived(ReadOnlySpan<byte> frame) => Saw(frame, isRequest: false, null);

        public void Saw(ReadOnlySpan<byte> frame, bool isRequest, string? comment) =>
            trace.Add(number, dissector, isRequest, frame, comment);

        public void BytesDiscarded(ReadOnlySpan<byte> bytes, bool isDamagedFrame) => trace.Add(
            number, "data", isRequest: false, bytes, isDamagedFrame ? "thrown away: wrong checksum" : "thrown away: belongs to no frame");

        public void ReadEnded(in ReadRequest request, in ReadResult result, TimeSpan roundTrip)
        {
            if (result.Fault is ModbusFault.Timeout or ModbusFault.Disconnected)
                trace.Add(number, "data", isRequest: false, [], Note(request, result.Fault, roundTrip));
        }

        private static string Note(in ReadRequest request, ModbusFault fault, TimeSpan roundTrip) => string.Create(
            CultureInfo.InvariantCulture,
            $"{(fault == ModbusFault.Timeout ? "no answer" : "link closed")} after {roundTrip.TotalMilliseconds:F1} ms: "
                + $"unit {request.Unit}, {request.Table} {request.Address}, {request.Count}");
    }
    /// <summary>
    /// Wireshark has no dissector for Modbus ASCII: a frame is written as RTU, its checksum too, and its comment has it as it was.
    /// </summary>
    private sealed class AsciiAsRtu(Link link) : IWireObserver
    {
        public void RequestSent(ReadOnlySpan<byte> frame) => Saw(frame, isRequest: true);

        public void FrameReceived(ReadOnlySpan<byte> frame) => Saw(frame, isRequest: false);

        public void BytesDiscarded(ReadOnlySpan<byte> bytes, bool isDamagedFrame) => link.BytesDiscarded(bytes, isDamagedFrame);

        public void ReadEnded(in ReadRequest request, in ReadResult result, TimeSpan roundTrip) =>
            link.ReadEnded(request, result, roundTrip);

        private void Saw(ReadOnlySpan<byte> frame, bool isRequest)
        {
            // The one checksum takes the other's place and a byte more.
            Span<byte> rtu = stackalloc byte[RtuFrame.MaxLength];
            AsciiFrame.TryRead(frame, rtu, out var length);
            link.Saw(
                rtu[..RtuFrame.Seal(rtu, length - 1)], isRequest, $"Modbus ASCII: {Encoding.ASCII.GetString(frame).TrimEnd()}");
        }
    }
}
