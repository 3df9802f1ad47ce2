using Gateway.Yaml;

namespace Gateway;

/// <summary>Something failed that the user can mend; the message says what and how, in one line.</summary>
internal sealed class NamedFailure(string message) : Exception(message)
{
    /// <summary>A file that has faults.</summary>
    public NamedFailure(IReadOnlyList<YamlFault> faults)
        : this(string.Join('\n', faults)) => Faults = faults;

    /// <summary>What is wrong with the user's file, where that is what failed.</summary>
    public IReadOnlyList<YamlFault> Faults { get; } = [];
}
