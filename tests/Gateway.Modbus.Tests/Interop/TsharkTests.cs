using System.IO.Ports;
using System.Text.RegularExpressions;
using Gateway.TestKit.Servers;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Modbus.Tests;

/// <summary>Wireshark, as it is delivered, reads a trace as Modbus.</summary>
public sealed partial class TsharkTests : IDisposable
{
    private static readonly string[] Fields =
    [
        "frame.interface_name", "_ws.col.Info", "modbus.func_code", "modbus.reference_num", "modbus.word_cnt", "modbus.bit_cnt",
        "modbus.exception_code",
    ];

    private readonly string path = Path.GetTempFileName();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private readonly List<string> expected = [];

    private delegate byte[] Wrapping(ushort transaction, byte unit, byte[] pdu);

    public void Dispose() => File.Delete(path);

    [Fact]
    public async Task Tshark_ATraceOfAllFramings_DecodesEachFrame()
    {
        Assert.SkipUnless(DebianProgram.Tshark.IsInstalled, DebianProgram.Tshark.MissingReason);
        await using (var trace = PcapngTrace.Create(path, PcapngTrace.MinBytes, time, fault => Assert.Fail(fault)))
        {
            Talk(trace.Observe("plant", "tcp 10.0.0.7:5020", ModbusFraming.Mbap), "plant", Tcp);
            Talk(trace.Observe("line", "serial /dev/ttyUSB0", ModbusFraming.Rtu), "line", Rtu);
            Talk(trace.Observe("box", "rtu_over_tcp 10.0.0.8:4001", ModbusFraming.Rtu), "box", Rtu);
            Talk(trace.Observe("old", "serial /dev/ttyUSB1", ModbusFraming.Ascii), "old", Ascii);
        }

        var lines = await TsharkAsync(["-T", "fields", "-E", "separator=;", .. Fields.SelectMany(field => new[] { "-e", field })]);
        Assert.Equal(expected, lines.Select(line => Info().Replace(line, "$1 $2")));
        Assert.Equal([""], await TsharkAsync("-Y", "_ws.malformed"));
        var answered = expected.Count(line => line.Contains("Response", StringComparison.Ordinal) && line.EndsWith(';'));
        Assert.Equal(answered, (await TsharkAsync("-Y", "modbus.request_frame")).Length);
    }

    [Fact]
    public async Task Tshark_WhatClientsMeetOnTheWire_HasNoMalformedFrame()
    {
        Assert.SkipUnless(DebianProgram.Tshark.IsInstalled, DebianProgram.Tshark.MissingReason);
        var terminal = PseudoTerminal.Open();
        using var box = new RawDevice();
        await using var tcp = ModbusTcpServer.Start(
            Registers.AnyPort, ModbusFraming.Mbap, Registers.HasUnit, Registers.Answer, TimeProvider.System);
        await using var line = ModbusRtuServer.Start(terminal, Registers.HasUnit, Registers.Answer, TimeProvider.System);
        await using (var trace = PcapngTrace.Create(path, PcapngTrace.MinBytes, TimeProvider.System, fault => Assert.Fail(fault)))
        {
            await ReadAsync(new ModbusTcpClient(
                tcp.EndPoint.Dns(), new ModbusTiming(), TimeProvider.System, trace.Observe("tcp", "", ModbusFraming.Mbap)));
            await ReadAsync(ModbusRtuClient.OverSerial(
                new SerialLine(terminal.Path, 19_200, Parity.Even, StopBits.One), new ModbusTiming(), TimeProvider.System,
                trace.Observe("line", "", ModbusFraming.Rtu)));
            await TroubleAsync(box, trace.Observe("box", "", ModbusFraming.Rtu));
        }

        var lines = await TsharkAsync(
            "-T", "fields", "-E", "separator=;", "-e", "frame.interface_name", "-e", "_ws.col.Info", "-e", "frame.comment");
        Assert.Equal(
            [
                "tcp;Query 17", "tcp;Response 17", "tcp;Query 17", "tcp;Response 17",
                "line;Query 17", "line;Response 17", "line;Query 17", "line;Response 17",
                "box;Query 17", "box;Response 18", "box;Query 17", "box;Response 17", "box;Query 17", "box;",
            ],
            lines.Where(line => !line.Contains("thrown away", StringComparison.Ordinal))
                .Select(line => Info().Replace(line, "$1 $2").Split(';')).Select(cells => $"{cells[0]};{cells[1]}"));
        Assert.Contains(lines, line => line.Contains("no frame", StringComparison.Ordinal));
        Assert.Equal([""], await TsharkAsync("-Y", "_ws.malformed"));
    }

    // A good answer and a refusal.
    private static async Task ReadAsync(IModbusClient client)
    {
        await using var reading = client;
        foreach (var address in new ushort[] { 100, Registers.FirstMissing })
        {
            var request = new ReadRequest(Registers.Unit, ModbusTable.HoldingRegister, address, 5);
            await client.ReadAsync(request, new byte[request.ByteCount], TestContext.Current.CancellationToken).Guarded();
        }
    }

    // Noise and another unit's frame, then a good answer, then silence.
    private static async Task TroubleAsync(RawDevice box, IWireObserver observer)
    {
        var timing = new ModbusTiming { ReplyTimeout = TimeSpan.FromMilliseconds(300) };
        await using var client = ModbusRtuClient.OverTcp(box.EndPoint, timing, TimeProvider.System, observer);
        var request = new ReadRequest(Registers.Unit, ModbusTable.InputRegister, 3, 1);
        var first = client.ReadAsync(request, new byte[2], TestContext.Current.CancellationToken);
        await box.AcceptAsync();
        await box.HearRtuAsync();
        await box.SayAsync([0, 0xFF, 0x55, .. ModbusGen.Rtu(18, 4, 2, 1, 2)]);
        Assert.False((await first.Guarded()).IsSuccess);
        var second = client.ReadAsync(request, new byte[2], TestContext.Current.CancellationToken);
        await box.HearRtuAsync();
        await box.SayAsync(ModbusGen.Rtu(17, 4, 2, 1, 2));
        Assert.True((await second.Guarded()).IsSuccess);
        var third = client.ReadAsync(request, new byte[2], TestContext.Current.CancellationToken);
        Assert.Equal(ModbusFault.Timeout, (await third.Guarded()).Fault);
    }

    /// <summary>Good answers in all four tables, an exception, silence, garbage and a damaged frame.</summary>
    private void Talk(IWireObserver link, string name, Wrapping wrap)
    {
        ushort transaction = 0;
        foreach (var table in Enum.GetValues<ModbusTable>())
        {
            var request = new ReadRequest(17, table, 300, table <= ModbusTable.DiscreteInput ? (ushort)20 : (ushort)3);
            Ask(request);
            Answer(request, [(byte)table, (byte)request.ByteCount, .. new byte[request.ByteCount]]);
        }

        var refused = new ReadRequest(18, ModbusTable.HoldingRegister, 9, 1);
        Ask(refused);
        Answer(refused, [0x83, 2]);
        var silent = new ReadRequest(19, ModbusTable.InputRegister, 9, 1);
        Ask(silent);
        link.ReadEnded(silent, ReadResult.Failed(ModbusFault.Timeout), TimeSpan.FromSeconds(1));
        link.BytesDiscarded([0, 255, 17, 3], isDamagedFrame: false);
        link.BytesDiscarded(wrap(0, 17, [3, 2, 0, 1]), isDamagedFrame: true);
        expected.AddRange(Enumerable.Repeat($"{name};;;;;;", 3));
        var last = new ReadRequest(20, ModbusTable.InputRegister, 65_535, 1);
        Ask(last);
        Answer(last, [4, 2, 1, 2]);

        void Ask(ReadRequest request)
        {
            var pdu = new byte[ReadPdu.RequestLength];
            ReadPdu.WriteRequest(pdu, request);
            link.RequestSent(wrap(++transaction, request.Unit, pdu));
            time.Advance(TimeSpan.FromMilliseconds(7));
            var counts = request.Table <= ModbusTable.DiscreteInput ? $";{request.Count}" : $"{request.Count};";
            expected.Add($"{name};Query {request.Unit};{(int)request.Table};{request.Address};{counts};");
        }

        void Answer(ReadRequest request, byte[] pdu)
        {
            link.FrameReceived(wrap(transaction, request.Unit, pdu));
            time.Advance(TimeSpan.FromMilliseconds(7));
            expected.Add($"{name};Response {request.Unit};{(int)request.Table};;;;{(pdu[0] > 0x80 ? $"{pdu[1]}" : "")}");
        }
    }

    private static byte[] Tcp(ushort transaction, byte unit, byte[] pdu)
    {
        var frame = new byte[Mbap.HeaderLength + pdu.Length];
        new Mbap(transaction, unit, pdu.Length).Write(frame);
        pdu.CopyTo(frame, Mbap.HeaderLength);
        return frame;
    }

    private static byte[] Rtu(ushort transaction, byte unit, byte[] pdu)
    {
        byte[] frame = [unit, .. pdu, 0, 0];
        RtuFrame.Seal(frame, RtuFrame.HeaderLength + pdu.Length);
        return frame;
    }

    private static byte[] Ascii(ushort transaction, byte unit, byte[] pdu) => ModbusGen.Ascii(unit, pdu);

    private async Task<string[]> TsharkAsync(params string[] arguments) =>
        (await DebianProgram.Tshark.RunAsync(["-r", path, .. arguments], TestContext.Current.CancellationToken).Guarded())
            .TrimEnd('\n').Split('\n');

    [GeneratedRegex(@"\s*(Query|Response):.*Unit:\s*(\d+), Func[^;]*")]
    private static partial Regex Info();
}
