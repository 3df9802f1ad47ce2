using System.CommandLine;
using Gateway.Configuration;
using Gateway.Yaml;

namespace Gateway.Verbs;

/// <summary><c>gateway check FILE...</c>: lists every fault of the files without starting anything.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "gateway.yaml or bridge.yaml",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("check", "Check configuration files and list every fault as file:line:column.") { files };
        command.SetAction(parsed => Check(parsed.GetValue(files)!, Console.Out, Console.Error));
        return command;
    }

    public static int Check(IReadOnlyList<string> files, TextWriter output, TextWriter errors)
    {
        var exitCode = ExitCode.Done;
        foreach (var file in files)
        {
            var (faults, summary) = Check(file);
            if (faults.Count > 0)
            {
                ConfigurationFaults.Print(faults, errors);
                exitCode = ExitCode.WrongConfiguration;
            }
            else
            {
                output.WriteLine($"{file}: {summary}");
            }
        }

        return exitCode;
    }

    private static (IReadOnlyList<YamlFault> Faults, string Summary) Check(string file)
    {
        if (BridgeFile.Describes(YamlDocument.Load(file).Root))
        {
            var bridge = BridgeFile.Read(file);
            return (bridge.Faults, bridge.IsSound ? $"a bridge to {bridge.Value.Influx}; no fault" : string.Empty);
        }

        var gateway = GatewayFile.Read(file);
        return (gateway.Faults, gateway.IsSound ? Summary(gateway.Value) : string.Empty);
    }

    private static string Summary(GatewayOptions options)
    {
        var counts = $"{options.Links.Count} links, {options.Links.Sum(link => link.Devices.Count)} devices, "
            + $"{options.Retrofits.Count} retrofits, {options.Stacks.Count} stacks; no fault";
        return string.Join(Environment.NewLine + "  ", CommissioningNotes.Of(options).Prepend(counts));
    }
}
