using Gateway.Simulators.Profiles;

namespace Gateway.Simulators;

/// <summary>A plant of one device, served as its profile describes it.</summary>
internal static class ProfileScenario
{
    /// <summary>The plant, or what is wrong with the profile.</summary>
    /// <param name="profile">A shipped profile's name, or the path of a file.</param>
    /// <param name="unit">The device's unit; null for the profile's.</param>
    /// <param name="serial">True to serve it on a serial line too.</param>
    /// <param name="port">Its TCP port on this machine.</param>
    public static ScenarioFile Of(string profile, int? unit, bool serial, int port)
    {
        var file = ProfileFile.Find(profile, ProfileFile.ShippedFolder);
        if (file.Profile is not { } found)
        {
            return new ScenarioFile(null, file.Faults);
        }

        var entry = new DeviceEntry(
            found.Name, found.Name, serial ? DeviceWire.Serial : DeviceWire.Tcp, (byte)(unit ?? found.Unit));
        var scenario = new Scenario
        {
            Name = found.Name,
            Seed = 1,
            TcpPort = port,
            LineTcpPort = port,
            Served = [new ServedDevice(entry, found)],
        };
        return new ScenarioFile(scenario, []);
    }
}
