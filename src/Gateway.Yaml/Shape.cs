namespace Gateway.Yaml;

/// <summary>Reads a scalar as <typeparamref name="T"/>; false when it is none.</summary>
internal delegate bool TryRead<T>(ScalarNode scalar, out T value);

/// <summary>What a value must look like.</summary>
/// <param name="Expected">In words, to follow "must be", e.g. <c>a number from 0 to 1</c>.</param>
/// <param name="Substitute">Given back after a fault, so that reading can go on.</param>
/// <param name="TryRead">Reads it.</param>
internal sealed record Shape<T>(string Expected, T Substitute, TryRead<T> TryRead)
{
    /// <summary>The same for a schema.</summary>
    public YamlQuestion Question { get; init; } = new(YamlKind.Text);

    /// <summary>What more to say about a wrong value.</summary>
    public Func<ScalarNode, string> Hint { get; init; } = _ => "";
}
