namespace Gateway.Yaml;

/// <summary>A line and a column, both from 1, in the file or in what took the place of a part of it.</summary>
internal readonly record struct Place(int Line, int Column, string? Source = null);

internal abstract record YamlNode(Place Place)
{
    public abstract string Kind { get; }

    public bool IsNull => this is ScalarNode { IsPlain: true, Text: "" or "~" or "null" };
}

internal sealed record ScalarNode(Place Place, string Text, bool IsPlain) : YamlNode(Place)
{
    public override string Kind => IsNull ? "empty" : "a single value";
}

internal sealed record SequenceNode(Place Place, IReadOnlyList<YamlNode> Items) : YamlNode(Place)
{
    public override string Kind => "a list";
}

internal sealed record MappingNode(Place Place, OrderedDictionary<string, MappingEntry> Entries) : YamlNode(Place)
{
    public override string Kind => "a mapping";
}

/// <summary>Stands where something was refused already, so that nothing more is said about it.</summary>
internal sealed record RefusedNode(Place Place) : YamlNode(Place)
{
    public override string Kind => "refused";
}

internal readonly record struct MappingEntry(string Key, Place KeyPlace, YamlNode Value);
