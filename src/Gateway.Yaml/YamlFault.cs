namespace Gateway.Yaml;

/// <summary>What is wrong in a file, and where.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record YamlFault(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, which editors and terminals make clickable.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
