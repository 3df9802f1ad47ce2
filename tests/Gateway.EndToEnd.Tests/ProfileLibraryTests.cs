using System.Net;
using Gateway.Core;
using Gateway.Devices;
using Gateway.Modbus;
using Gateway.Simulators;
using Gateway.Simulators.Profiles;

namespace Gateway.EndToEnd.Tests;

/// <summary>
/// Every profile that ships is loaded by the product and, on its own account, by the simulator, which serves it; each point is polled over
/// the wire and compared with what the simulator says it shows.
/// </summary>
public sealed class ProfileLibraryTests
{
    private static readonly ModbusTiming Patient = new() { ReplyTimeout = TimeSpan.FromSeconds(30) };
    private readonly StillTime clock = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task EveryProfile_ServedAndPolledOverTcp_ShowsEachPointsTruth() => CheckAsync(plant =>
        new ModbusTcpClient(new DnsEndPoint("127.0.0.1", plant.LineTcpEndPoint!.Port), Patient, TimeProvider.System));

    [Fact]
    public Task EveryProfile_ServedAndPolledOverSerial_ShowsEachPointsTruth() => CheckAsync(plant =>
        ModbusRtuClient.OverSerial(SerialLine.Parse(plant.SerialPath!, 115_200, "8E1"), Patient, TimeProvider.System));

    private async Task CheckAsync(Func<SimulatedPlant, IModbusClient> connect)
    {
        var library = ProfileLibrary.Load(ProfileLibrary.ShippedFolder);
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
        }
    }

    // All on one line, a unit each.
    private static Scenario Serving(DeviceProfile[] profiles) => new()
    {
        Name = "library",
        Seed = 11,
        TcpPort = 0,
        LineTcpPort = 0,
        Served = [.. profiles.Select((profile, i) => new ServedDevice(
            new DeviceEntry(profile.Name, profile.Name, DeviceWire.Serial, UnitOf(i)),
            ProfileFile.Find(profile.Name, ProfileFile.ShippedFolder).Profile!))],
    };

    private static byte UnitOf(int index) => checked((byte)(index + 1));

    /// <summary>Stands until it is moved on, so that what is polled and what is compared is of one instant.</summary>
    private sealed class StillTime(DateTimeOffset now) : TimeProvider
    {
        private DateTimeOffset now = now;

        public void Advance(TimeSpan by) => now += by;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
