using System.CommandLine;
using System.Text.Json;
using Gateway.Configuration;
using Gateway.Northbound;
using Gateway.Pipeline;

namespace Gateway.Verbs;

/// <summary><c>gateway map [FILE]</c>: which register of the gateway's own Modbus server holds what.</summary>
internal static class MapVerb
{
    private static readonly Option<bool> Csv = new("--csv") { Description = "Print CSV, for a SCADA's import." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The configuration.", DefaultValueFactory = _ => "gateway.yaml" };
        var command = new Command("map", "Print the register map of the gateway's own Modbus TCP server.") { file, Csv, Json };
        command.SetAction((parsed, stop) => RunAsync(parsed, parsed.GetValue(file)!, stop));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string file, CancellationToken stop)
    {
        var configuration = GatewayFile.Read(file);
        if (!configuration.IsSound)
        {
            ConfigurationFaults.Print(configuration.Faults, Console.Error);
            return ExitCode.WrongConfiguration;
        }

        return await Failures.NameAsync(() => PrintAsync(parsed, configuration.Value), Console.Error, stop);
    }

    private static async Task PrintAsync(ParseResult parsed, GatewayOptions options)
    {
        var map = RegisterMapFile.Preview(options.DataFolder, Installation.Of(options).Catalog);
        IReadOnlyList<MappedSeries> series = [.. map.Entries.Select(MappedSeries.Of)];
        await Console.Out.WriteAsync(
            parsed.GetValue(Json) ? JsonSerializer.Serialize(series, RegisterMapJson.Default.IReadOnlyListMappedSeries) + "\n"
            : parsed.GetValue(Csv) ? RegisterMapText.Csv(series)
            : RegisterMapText.Table(series));
        if (map.Left.Count > 0)
        {
            throw new NamedFailure($"{map.Left.Count} series have no address left below 65536, the first is {map.Left[0]}");
        }
    }
}
