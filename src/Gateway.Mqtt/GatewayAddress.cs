namespace Gateway.Mqtt;

/// <summary>Which gateway: its site and its name there.</summary>
/// <param name="Site">The plant, e.g. <c>mill-3</c>.</param>
/// <param name="Gateway">Unique within the site, e.g. <c>kiln</c>.</param>
public readonly record struct GatewayAddress(string Site, string Gateway)
{
    private const int LongestName = 128;

    /// <summary>What is wrong with a site's or gateway's name as a level of an MQTT topic; null when nothing is.</summary>
    /// <remarks>MQTT 5.0, section 4.7.1: the levels of a topic name hold no '/', '+', '#' or U+0000.</remarks>
    public static string? Fault(string name) =>
        name.Length is 0 or > LongestName ? $"a name has 1 to {LongestName} characters"
        : name.AsSpan().ContainsAny("/+#") ? "a name holds none of / + #, which have a meaning in MQTT topics"
        : name.Any(char.IsControl) ? "a name holds no control characters"
        : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Site}/{Gateway}";
}
