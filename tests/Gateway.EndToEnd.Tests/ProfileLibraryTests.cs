using System.Net;
using System.Text;
using Gateway.Core;
using Gateway.Devices;
using Gateway.Modbus;
using Gateway.Simulators;
using Gateway.Simulators.Profiles;
using Gateway.TestKit.Servers;

namespace Gateway.EndToEnd.Tests;

/// <summary>
/// Every profile that ships is loaded by the product and, on its own account, by the simulator, which serves it; each point is polled over
/// the wire and compared with what the simulator says it shows. One profile more has every type in every byte order.
/// </summary>
public sealed class ProfileLibraryTests : IDisposable
{
    private static readonly string[] Orders = ["ABCD", "CDAB", "BADC", "DCBA"];
    private readonly TempFolder folder = new();
    private static readonly ModbusTiming Patient = new() { ReplyTimeout = TimeSpan.FromSeconds(30) };
    private readonly StillTime clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task EveryProfile_ServedAndPolledOverTcp_ShowsEachPointsTruth() => CheckAsync(plant =>
        new ModbusTcpClient(new DnsEndPoint("127.0.0.1", plant.LineTcpEndPoint!.Port), Patient, TimeProvider.System));

    [Fact]
    public Task EveryProfile_ServedAndPolledOverSerial_ShowsEachPointsTruth() => CheckAsync(plant =>
        ModbusRtuClient.OverSerial(SerialLine.Parse(plant.SerialPath!, 115_200, "8E1"), Patient, TimeProvider.System));

    private async Task CheckAsync(Func<SimulatedPlant, IModbusClient> connect)
    {
        await File.WriteAllTextAsync(folder.File("every-type.yaml"), EveryType(), Token);
        var library = ProfileLibrary.Load(ProfileLibrary.ShippedFolder, folder.Path);
        Assert.Empty(library.Faults);
        DeviceProfile[] profiles = [.. library.Profiles.Values];
        await using var plant = await SimulatedPlant.StartAsync(Serving(profiles), clock, Token);
        await using var client = connect(plant);
        clock.Advance(TimeSpan.FromMinutes(17));
        for (var i = 0; i < profiles.Length; i++)
        {
            var profile = profiles[i];
            Catalog catalog = [];
            var poller = new DevicePoller(profile.Name, UnitOf(i), profile, catalog);
            List<Reading> readings = [];
            await poller.PollAsync(client, clock, readings, Token);
            Assert.Equal(profile.Points.Count, readings.Count);
            foreach (var point in profile.Points)
            {
                var series = catalog.Find(new Series(profile.Measurement, [new("device", profile.Name)], point.Field, point.Unit).Key);
                var reading = readings.Single(reading => reading.Series == series);
                var truth = plant.TruthOf(profile.Name, point.Name, clock.GetUtcNow());
                Assert.True(
                    reading.Quality == Quality.Good && Math.Abs(reading.Value - truth) <= Math.Abs(truth) * 1e-9,
                    $"{profile.Name} {point.Name}: {reading.Value} ({reading.Quality}), but it shows {truth}");
            }

            foreach (var text in profile.Texts)
            {
                var request = text.Request(UnitOf(i));
                var registers = new byte[request.ByteCount];
                Assert.True((await client.ReadAsync(request, registers, Token)).IsSuccess, $"{profile.Name} {text.Name}");
                Assert.Equal(plant.TextOf(profile.Name, text.Name), TextDecoder.Decode(text, registers));
            }
        }
    }

    // All on one line, a unit each.
    private Scenario Serving(DeviceProfile[] profiles) => new()
    {
        Name = "library",
        Seed = 11,
        TcpPort = 0,
        LineTcpPort = 0,
        Served = [.. profiles.Select((profile, i) => new ServedDevice(
            new DeviceEntry(profile.Name, profile.Name, DeviceWire.Serial, UnitOf(i)),
            ProfileFile.Find(profile.Name, folder.Path, ProfileFile.ShippedFolder).Profile!))],
    };

    private static string EveryType()
    {
        var text = new StringBuilder("name: every-type\nmanufacturer: M\nmodels: [x]\nmeasurement: meter\nsource: none\ngap: 2\npoints:\n");
        var address = 10;
        foreach (var (type, like) in PointTypes.ByName.Where(type => type.Value != PointType.Bool))
        {
            foreach (var order in Orders)
            {
                var scale = type.StartsWith("bits", StringComparison.Ordinal) ? string.Empty : ", scale: 0.01, offset: -5";
                text.Append($"  {type}_{Name(order)}: {{address: {address}, type: {type}, byte_order: {order}{scale}}}\n");
                address += like.Size + 1;
            }
        }

        // What stands in parts of registers, in a scale of its own, in coils, and in words.
        return text.Append("""
              flag: {address: 0, type: uint16, bit: 3}
              state: {address: 0, type: uint16, bit_field: 4-7, values: {0: stopped, 2: running, 5: waits}}
              scaled: {address: 1, type: int16, scale_from: exponent, unit: kW}
              exponent: {address: 2, type: int16}
              multiplied: {address: 3, type: uint16, scale_from: ratio, scale_mode: multiplier, unit: A}
              ratio: {address: 4, type: uint16}
              alarm: {address: 3, table: coil, type: bool}
              door: {address: 9, table: discrete, type: bool}
            texts:
              serial_number: {address: 900, length: 8}
              model: {address: 910, length: 4, byte_order: BADC}
              firmware: {address: 920, type: bcd32, byte_order: CDAB}

            """).ToString();
    }

    private static string Name(string order) => string.Concat(order.Select(char.ToLowerInvariant));

    private static byte UnitOf(int index) => checked((byte)(index + 1));

    /// <summary>Stands until it is moved on, so that what is polled and what is compared is of one instant.</summary>
    private sealed class StillTime(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset now = now;

        public void Advance(TimeSpan by) => now += by;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
