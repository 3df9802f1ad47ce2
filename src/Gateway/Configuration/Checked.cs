using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>What a configuration file says, and what is wrong with it; only without faults may the value be used.</summary>
internal sealed record Checked<T>(T Value, IReadOnlyList<YamlFault> Faults)
{
    public bool IsSound => Faults.Count == 0;
}
