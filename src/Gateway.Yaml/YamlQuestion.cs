namespace Gateway.Yaml;

/// <summary>What a reader asked of a key: a schema follows from all the questions.</summary>
/// <param name="Kind">What it must be.</param>
public sealed record YamlQuestion(YamlKind Kind)
{
    /// <summary>The least number, or null.</summary>
    public double? Min { get; init; }

    /// <summary>The greatest number, or null.</summary>
    public double? Max { get; init; }

    /// <summary>What a fault says that it must be; empty where kind, numbers and words say it all.</summary>
    public string Expected { get; init; } = string.Empty;

    /// <summary>The words that may stand there; empty for anything else than a choice.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}

/// <summary>What a value must be.</summary>
public enum YamlKind
{
    /// <summary>It was only asked whether it is there.</summary>
    Any,

    /// <summary>A text.</summary>
    Text,

    /// <summary>An identifier.</summary>
    Name,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A number and its unit, e.g. <c>500ms</c>.</summary>
    Duration,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>A mapping.</summary>
    Mapping,

    /// <summary>A list of mappings.</summary>
    Mappings,

    /// <summary>A list of numbers.</summary>
    Numbers,

    /// <summary>A list of texts.</summary>
    Texts,
}
