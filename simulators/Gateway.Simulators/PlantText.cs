using System.Globalization;
using System.Runtime.Versioning;

namespace Gateway.Simulators;

/// <summary>What the executable prints.</summary>
internal static class PlantText
{
    [SupportedOSPlatform("linux")]
    public static string Devices(SimulatedPlant plant)
    {
        var scenario = plant.Scenario;
        return string.Create(CultureInfo.InvariantCulture, $"""
            Plant '{scenario.Name}', seed {scenario.Seed}, started {plant.Truth.StartedAt:yyyy-MM-ddTHH:mm:ssZ}
              serial  {plant.SerialPath}
              line    {LineTcp(plant)}
              tcp     {plant.TcpEndPoint}

              drive    ABB ACS580        serial and line, unit {scenario.Fan.Drive.Unit}, holding registers
              meter    Eastron SDM630    serial and line, unit {scenario.Fan.Meter.Unit}, input registers
              monitor  stack monitor     tcp, unit {scenario.Boiler.Monitor.Unit}, input registers

            Ctrl-C stops the plant.
            """);
    }

    [SupportedOSPlatform("linux")]
    private static string LineTcp(SimulatedPlant plant) =>
        plant.LineTcpEndPoint is { } endPoint ? $"{endPoint} (Modbus TCP, as through a gateway)" : "serial only";

    public static string Truth(Truth truth, DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"""

            Truth from {truth.StartedAt:yyyy-MM-ddTHH:mm:ss.fffZ} to {until:yyyy-MM-ddTHH:mm:ss.fffZ}
              energy from the line  {truth.LineEnergyKwh(truth.StartedAt, until):F3} kWh
              energy saved          {truth.SavedKwh(truth.StartedAt, until):F3} kWh
              SO2 emitted           {truth.LoadKg(Pollutant.So2, truth.StartedAt, until):F4} kg
              NOx emitted, as NO2   {truth.LoadKg(Pollutant.Nox, truth.StartedAt, until):F4} kg
              dust emitted          {truth.LoadKg(Pollutant.Dust, truth.StartedAt, until):F4} kg
            """);
}
