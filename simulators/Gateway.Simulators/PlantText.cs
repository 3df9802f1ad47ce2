using System.Globalization;
using System.Runtime.Versioning;
using System.Text;

namespace Gateway.Simulators;

/// <summary>What the executable prints.</summary>
internal static class PlantText
{
    [SupportedOSPlatform("linux")]
    public static string Devices(SimulatedPlant plant)
    {
        var scenario = plant.Scenario;
        var text = new StringBuilder();
        Line(text, $"Plant '{scenario.Name}', seed {scenario.Seed}, started {plant.Truth.StartedAt:yyyy-MM-ddTHH:mm:ssZ}");
        if (plant.SerialPath is { } serial)
        {
            Line(text, $"  serial  {serial}");
            var through = plant.LineTcpEndPoint is { } endPoint ? $"{endPoint} (Modbus TCP, as through a gateway)" : "serial only";
            Line(text, $"  line    {through}");
        }

        if (plant.TcpEndPoint is { } tcp)
        {
            Line(text, $"  tcp     {tcp}");
        }

        text.Append('\n');
        foreach (var device in scenario.Devices)
        {
            var wire = device.Wire == DeviceWire.Tcp ? "tcp" : plant.LineTcpEndPoint is null ? "serial" : "serial and line";
            Line(text, $"  {device.Name,-22} {device.Profile,-22} {wire}, unit {device.Unit}");
        }

        foreach (var served in scenario.Served)
        {
            Line(text, $"\n  {served.Entry.Name}: {served.Profile.Title}, {served.Profile.Points.Count} points");
            foreach (var point in served.Profile.Points)
            {
                var value = plant.TruthOf(served.Entry.Name, point.Name, plant.Truth.StartedAt);
                Line(text, $"    {point.Table,-16} {point.Address,5}  {point.Name,-32} {value,14:G8} {point.Unit}");
            }
        }

        return text.Append("\nCtrl-C stops the plant.").ToString();
    }

    public static string Truth(Truth truth, DateTimeOffset until)
    {
        var from = truth.StartedAt;
        var text = new StringBuilder();
        Line(text, $"\nTruth from {from:yyyy-MM-ddTHH:mm:ss.fffZ} to {until:yyyy-MM-ddTHH:mm:ss.fffZ}");
        foreach (var retrofit in truth.Retrofits)
        {
            Line(text, $"  {retrofit}: energy from the line  {truth.LineEnergyKwh(retrofit, from, until):F3} kWh");
            Line(text, $"  {retrofit}: energy saved          {truth.SavedKwh(retrofit, from, until):F3} kWh");
        }

        foreach (var stack in truth.Stacks)
        {
            foreach (var pollutant in truth.Pollutants(stack))
            {
                Line(text, $"  {stack}: {Name(pollutant),-20}  {truth.LoadKg(stack, pollutant, from, until):F4} kg");
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Name(Pollutant pollutant) => pollutant switch
    {
        Pollutant.So2 => "SO2",
        Pollutant.Nox => "NOx, as NO2",
        Pollutant.Dust => "dust",
        _ => "NMHC, as carbon",
    };

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
