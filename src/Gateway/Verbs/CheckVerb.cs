using System.CommandLine;
using System.Text.Json;
using Gateway.Configuration;
using Gateway.Explanation;
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
        var explain = new Option<bool>("--explain")
        {
            Description = "Print the resolved plan too: requests and load of each link, points, storage and MQTT bytes a day.",
        };
        var json = new Option<bool>("--json") { Description = "Print the plan as JSON; goes with --explain." };
        var command = new Command("check", "Check configuration files and list every fault as file:line:column.") { files, explain, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && !result.GetValue(explain))
            {
                result.AddError("--json prints the plan: give --explain too");
            }
        });
        command.SetAction(parsed => Check(
            parsed.GetValue(files)!,
            parsed.GetValue(json) ? PlanForm.Json : parsed.GetValue(explain) ? PlanForm.Text : PlanForm.None,
            Console.Out,
            Console.Error));
        return command;
    }

    public static int Check(IReadOnlyList<string> files, PlanForm plan, TextWriter output, TextWriter errors)
    {
        var exitCode = ExitCode.Done;
        foreach (var file in files)
        {
            if (!Check(file, plan, output, errors))
            {
                exitCode = ExitCode.WrongConfiguration;
            }
        }

        return exitCode;
    }

    private static bool Check(string file, PlanForm plan, TextWriter output, TextWriter errors)
    {
        if (BridgeFile.Describes(YamlDocument.Load(file).Root))
        {
            var bridge = BridgeFile.Read(file);
            if (bridge.IsSound)
            {
                output.WriteLine($"{file}: a bridge to {bridge.Value.Influx}; no fault");
            }

            return IsSound(bridge.Faults, errors);
        }

        var gateway = GatewayFile.Read(file);
        if (!IsSound(gateway.Faults, errors))
        {
            return false;
        }

        foreach (var doubt in Doubt.Of(gateway.Value))
        {
            errors.WriteLine(doubt);
        }

        output.WriteLine(plan switch
        {
            PlanForm.Json => JsonSerializer.Serialize(PlantPlan.Of(gateway.Value), PlantPlanJson.Default.PlantPlan),
            PlanForm.Text => $"{file}: {Summary(gateway.Value)}\n{PlantPlan.Of(gateway.Value).Text(gateway.Value).TrimEnd('\n')}",
            _ => $"{file}: {Summary(gateway.Value)}",
        });
        return true;
    }

    private static bool IsSound(IReadOnlyList<YamlFault> faults, TextWriter errors)
    {
        if (faults.Count > 0)
        {
            ConfigurationFaults.Print(faults, errors);
        }

        return faults.Count == 0;
    }

    private static string Summary(GatewayOptions options)
    {
        var counts = $"{options.Links.Count} links, {options.Links.Sum(link => link.Devices.Count)} devices, "
            + $"{options.Retrofits.Count} retrofits, {options.Stacks.Count} stacks; no fault";
        return string.Join(Environment.NewLine + "  ", CommissioningNotes.Of(options).Prepend(counts));
    }
}

/// <summary>How the resolved plan is printed.</summary>
internal enum PlanForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As tables.</summary>
    Text,

    /// <summary>As JSON, and nothing else.</summary>
    Json,
}
