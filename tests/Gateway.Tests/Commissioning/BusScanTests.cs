using System.Net;
using Gateway.Commissioning;
using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Tests.Commissioning;

public sealed class BusScanTests
{
    private static readonly ModbusTiming Timing = new() { ReplyTimeout = TimeSpan.FromSeconds(1) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_UnitsThatAnswer_AreFoundAndSilentOnesAreNot()
    {
        await using var server = Serve(ModbusFraming.Mbap, unit => unit is 2 or 4, (request, data) => Answer(request, data));
        var scan = await ScanAsync(Pair(server), [2, 3, 4]);
        Assert.Equal([2, 4], scan.Found.Select(unit => unit.Unit));
        Assert.Equal(["register 0 is 1234", "exception 02 (IllegalDataAddress)"], scan.Found.Select(unit => unit.Answer));
        Assert.All(scan.Found, unit => Assert.Equal("tcp", unit.Link.Kind));
        Assert.Equal(3, scan.Asked);
        Assert.False(ScanReport.AreAlike(scan));
    }

    [Fact]
    public async Task RunAsync_ABoxThatPassesRtuOn_IsToldFromModbusTcp()
    {
        await using var server = Serve(ModbusFraming.Rtu, unit => unit == 3, (request, data) => Answer(request, data));
        var scan = await ScanAsync(Pair(server), [3, 4]);
        var found = Assert.Single(scan.Found);
        Assert.Equal((3, "rtu_over_tcp"), (found.Unit, found.Link.Kind));
    }

    [Fact]
    public async Task RunAsync_AGatewayThatReportsNobodyBehind_FindsNoUnitButTheFraming()
    {
        await using var server = Serve(
            ModbusFraming.Mbap, _ => true, (request, _) => request.Unit == 9
                ? ModbusExceptionCode.IllegalFunction : ModbusExceptionCode.GatewayTargetFailedToRespond);
        var asked = new List<ScanProgress>();
        var scan = await ScanAsync(Pair(server), [1, 9, 10], asked.Add);
        Assert.Equal([9], scan.Found.Select(unit => unit.Unit));
        Assert.Equal([0, 0, 1], asked.Select(progress => progress.Found));
        Assert.Equal([0, 1, 2], asked.Select(progress => progress.Done));
    }

    [Fact]
    public async Task Report_ADeviceThatPaysNoHeedToTheUnit_IsShownOnce()
    {
        await using var server = Serve(ModbusFraming.Mbap, _ => true, (_, _) => ModbusExceptionCode.IllegalDataAddress);
        var scan = await ScanAsync(Pair(server), [.. Enumerable.Range(1, 20)]);
        var report = ScanReport.Of(scan, scan.Found, isComplete: true);
        Assert.True(report.EveryUnitAnswersAlike);
        Assert.Equal(20, report.Units.Count);
        Assert.Contains("Every unit answers the same", report.Text(), StringComparison.Ordinal);
        Assert.Single(report.Text().Split('\n'), line => line.Contains("exception 02", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_NobodyListens_SaysSoAtOnce()
    {
        var server = Serve(ModbusFraming.Mbap, _ => true, (_, _) => ModbusExceptionCode.None);
        var links = Pair(server);
        await server.DisposeAsync();
        var failure = await Assert.ThrowsAsync<NamedFailure>(() => ScanAsync(links, [.. Enumerable.Range(1, 247)]));
        Assert.Contains("cannot connect to 127.0.0.1:", failure.Message, StringComparison.Ordinal);
        Assert.Contains("(Connection refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsWhatWasFound()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var server = Serve(ModbusFraming.Mbap, _ => true, (request, data) => Answer(request, data));
        var scan = new BusScan(
            [Pair(server)], [2, 3, 4, 5], Connect, TimeProvider.System, progress =>
            {
                if (progress.Unit == 4)
                {
                    stop.Cancel();
                }
            });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan.RunAsync(stop.Token));
        Assert.Equal([2, 3], scan.Found.Select(unit => unit.Unit));
        Assert.Contains("stopped early", ScanReport.Of(scan, scan.Found, isComplete: false).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RankAsync_ADeviceOfOneProfile_PutsThatOneFirst()
    {
        var profiles = ProfileLibrary.Load(ProfileLibrary.ShippedFolder).Profiles;
        var drive = profiles["abb-acs580"];
        await using var server = Serve(ModbusFraming.Mbap, _ => true, (request, data) =>
        {
            data.Fill(7);
            return request.Table == ModbusTable.HoldingRegister && drive.Points.Any(point => point.Address == request.Address)
                ? ModbusExceptionCode.None
                : ModbusExceptionCode.IllegalDataAddress;
        });
        await using var client = Connect(Pair(server)[0]);
        var guesses = await ProfileGuess.RankAsync(client, 1, profiles.Values, TimeProvider.System, Token);
        Assert.Equal("abb-acs580", guesses[0].Profile);
        Assert.Contains("of 10 points", guesses[0].Evidence, StringComparison.Ordinal);
        Assert.DoesNotContain(guesses, guess => guess.Profile == "eastron-sdm630");
    }

    [Fact]
    public async Task RankAsync_TwoProfilesThatFitThroughout_PutsTheLargerFirst()
    {
        var profiles = ProfileLibrary.Load(ProfileLibrary.ShippedFolder).Profiles;
        await using var server = Serve(ModbusFraming.Mbap, _ => true, (request, data) =>
        {
            // Every pair of registers is a float of 1, the frequency of 50; some of the large meter's points stand at zero.
            data.Clear();
            for (var i = 0; i + 1 < data.Length && request.Address < 340; i += 4)
            {
                (data[i], data[i + 1]) = request.Address + (i / 2) == 70 ? ((byte)0x42, (byte)0x48) : ((byte)0x3F, (byte)0x80);
            }

            return request.Table == ModbusTable.InputRegister ? ModbusExceptionCode.None : ModbusExceptionCode.IllegalDataAddress;
        });
        await using var client = Connect(Pair(server)[0]);

        var guesses = await ProfileGuess.RankAsync(
            client, 1, [profiles["eastron-sdm72d-m-v2"], profiles["eastron-sdm630"]], TimeProvider.System, Token);

        Assert.Equal(["eastron-sdm630", "eastron-sdm72d-m-v2"], guesses.Select(guess => guess.Profile));
        Assert.True(guesses[0].ScorePct < guesses[1].ScorePct);
    }

    private static ModbusExceptionCode Answer(ReadRequest request, Span<byte> data)
    {
        (data[0], data[1]) = (0x12, 0x34);
        return request.Unit == 4 ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.None;
    }

    private static ModbusTcpServer Serve(
        ModbusFraming framing, Predicate<byte> hasUnit, Func<ReadRequest, Span<byte>, ModbusExceptionCode> answer) =>
        ModbusTcpServer.Start(
            new IPEndPoint(IPAddress.Loopback, 0), framing, hasUnit, (request, data) => answer(request, data), TimeProvider.System);

    private static WireLink[] Pair(ModbusTcpServer server)
    {
        var endPoint = new DnsEndPoint("127.0.0.1", server.EndPoint.Port);
        return [WireLink.Tcp(endPoint), WireLink.RtuOverTcp(endPoint)];
    }

    private static IModbusClient Connect(WireLink link) => link.Connect(Timing, null);

    private static async Task<BusScan> ScanAsync(WireLink[] links, IReadOnlyList<int> units, Action<ScanProgress>? report = null)
    {
        var scan = new BusScan([links], units, Connect, TimeProvider.System, report ?? (_ => { }));
        await scan.RunAsync(Token);
        return scan;
    }
}
