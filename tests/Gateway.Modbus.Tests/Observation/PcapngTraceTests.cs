using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

public sealed class PcapngTraceTests : IDisposable
{
    private const uint SectionType = 0x0A0D0D0A, InterfaceType = 1, PacketType = 6;
    private static readonly ReadRequest Request = new(7, ModbusTable.HoldingRegister, 100, 2);
    private readonly string folder = Directory.CreateTempSubdirectory("trace").FullName;
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly List<string> faults = [];

    private string FilePath => Path.Combine(folder, "wire.pcapng");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Observe_TwoLinks_AreAnInterfaceEachBeforeTheirPackets()
    {
        await using (var trace = Create())
        {
            var first = trace.Observe("line-1", "serial /dev/ttyUSB0", ModbusFraming.Rtu);
            first.RequestSent([1, 2, 3, 4]);
            trace.Observe("line-2", "tcp 10.0.0.1:502", ModbusFraming.Mbap).FrameReceived([5]);
        }

        var blocks = Blocks(FilePath);
        Assert.Equal([SectionType, InterfaceType, PacketType, InterfaceType, PacketType], blocks.Select(block => block.Type));
        Assert.Equal([0u, 1u], blocks.Where(block => block.Type == PacketType).Select(InterfaceOf));
        Assert.Empty(faults);
    }

    [Fact]
    public async Task RequestSent_IsStampedInNanoseconds()
    {
        await using (var trace = Create())
        {
            time.Advance(TimeSpan.FromMicroseconds(1234567.8));
            trace.Observe("line", "", ModbusFraming.Rtu).RequestSent([1, 2, 3, 4]);
        }

        var body = Assert.Single(Blocks(FilePath), block => block.Type == PacketType).Body;
        var high = BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(4));
        var stamp = ((ulong)high << 32) | BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(8));
        Assert.Equal((20_000UL * 86_400 * 1_000_000_000) + 1_234_567_800, stamp);
    }

    [Fact]
    public async Task RequestSent_OverAscii_IsWrittenAsRtuWithTheFrameAsItWasBesideIt()
    {
        await using (var trace = Create())
            trace.Observe("line", "", ModbusFraming.Ascii).RequestSent(":1103006B00037E\r\n"u8);

        var body = Assert.Single(Blocks(FilePath), block => block.Type == PacketType).Body;
        Assert.True(body.AsSpan().IndexOf(ModbusGen.Rtu(0x11, 3, 0, 0x6B, 0, 3)) > 0);
        Assert.True(body.AsSpan().IndexOf("mbrtu"u8) > 0);
        Assert.True(body.AsSpan().IndexOf("Modbus ASCII: :1103006B00037E"u8) > 0);
    }

    [Fact]
    public async Task ReadEnded_OnlyWhatLeftNoFrame_IsNoted()
    {
        await using (var trace = Create())
        {
            var link = trace.Observe("line", "", ModbusFraming.Rtu);
            link.ReadEnded(Request, ReadResult.Success, TimeSpan.FromMilliseconds(3));
            link.ReadEnded(Request, ReadResult.Failed(ModbusExceptionCode.IllegalDataAddress), TimeSpan.FromMilliseconds(3));
            link.ReadEnded(Request, ReadResult.Failed(ModbusFault.Timeout), TimeSpan.FromMilliseconds(500));
        }

        var note = Assert.Single(Blocks(FilePath), block => block.Type == PacketType);
        Assert.Contains("no answer after 500.0 ms: unit 7", System.Text.Encoding.UTF8.GetString(note.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_BeyondHalfTheBound_TurnsTheFileOverAndKeepsTheNewest()
    {
        await using (var trace = Create())
        {
            var link = trace.Observe("line", "", ModbusFraming.Rtu);
            await FillAsync(link, PcapngTrace.PreviousPath(FilePath));
            trace.Observe("late", "", ModbusFraming.Mbap).FrameReceived([9]);
            link.FrameReceived([1, 2, 3, 4]);
        }

        var previous = Blocks(PcapngTrace.PreviousPath(FilePath));
        Assert.True(previous.Length > 1000);
        var blocks = Blocks(FilePath);
        Assert.Equal([SectionType, InterfaceType], blocks.Take(2).Select(block => block.Type));
        Assert.Equal(2, blocks.Count(block => block.Type == InterfaceType));
        Assert.Equal([1u, 0u], blocks.Where(block => block.Type == PacketType).TakeLast(2).Select(InterfaceOf));
        Assert.True(Directory.GetFiles(folder).Sum(file => new FileInfo(file).Length) <= PcapngTrace.MinBytes);
    }

    [Fact]
    public async Task Write_TheDiskRefuses_EndsTheTraceWithOneSentence()
    {
        await using (var trace = Create())
        {
            // Where the file is to be turned over to, something stands in the way.
            Directory.CreateDirectory(Path.Combine(PcapngTrace.PreviousPath(FilePath), "taken"));
            var link = trace.Observe("line", "", ModbusFraming.Rtu);
            await FillAsync(link, null);
            link.FrameReceived([1, 2, 3, 4]);
        }

        Assert.Contains("ends here, polling goes on", Assert.Single(faults), StringComparison.Ordinal);
    }

    private PcapngTrace Create() => PcapngTrace.Create(FilePath, PcapngTrace.MinBytes, time, faults.Add);

    // A little over half the bound, in portions as they would come.
    private async Task FillAsync(IWireObserver link, string? until)
    {
        for (var packet = 0; packet < 1_600; packet++)
            link.FrameReceived(new byte[256]);
        for (var waited = 0; until is null ? faults.Count == 0 : !File.Exists(until); waited++)
        {
            Assert.True(waited < 10_000, "The trace does not write.");
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static uint InterfaceOf((uint Type, byte[] Body) packet) => BinaryPrimitives.ReadUInt32LittleEndian(packet.Body);

    private static (uint Type, byte[] Body)[] Blocks(string path)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        var blocks = new List<(uint, byte[])>();
        while (!bytes.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
            Assert.Equal(0, length % 4);
            Assert.Equal(length, BinaryPrimitives.ReadInt32LittleEndian(bytes[(length - 4)..]));
            blocks.Add((BinaryPrimitives.ReadUInt32LittleEndian(bytes), bytes[8..(length - 4)].ToArray()));
            bytes = bytes[length..];
        }

        return [.. blocks];
    }
}
