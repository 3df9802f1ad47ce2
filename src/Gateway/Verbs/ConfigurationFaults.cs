using Gateway.Yaml;

namespace Gateway.Verbs;

/// <summary>Tells the user what is wrong with a configuration.</summary>
internal static class ConfigurationFaults
{
    public static void Print(IReadOnlyList<YamlFault> faults, TextWriter errors)
    {
        foreach (var fault in faults)
        {
            errors.WriteLine(fault);
        }

        errors.WriteLine(faults.Count == 1 ? "1 fault; nothing was started." : $"{faults.Count} faults; nothing was started.");
    }
}
