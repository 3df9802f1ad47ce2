using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gateway.Yaml;

/// <summary>Turns the parser's events into nodes, and what this dialect leaves out of YAML into faults.</summary>
internal sealed class TreeReader(IParser parser, FaultList faults)
{
    /// <summary>The root, or null when there is no document.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public YamlNode? Read()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        var root = ReadNode(depth: 0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
        {
            faults.Add(At(second), "a second document begins here, but a file holds one: remove the '---' or split it");
        }

        return root;
    }

    internal static Place At(in Mark mark) => new((int)Math.Min(mark.Line, int.MaxValue), (int)Math.Min(mark.Column, int.MaxValue));

    private static Place At(ParsingEvent parsed) => At(parsed.Start);

    private YamlNode ReadNode(int depth)
    {
        if (depth >= YamlDocument.MaxDepth)
        {
            throw new YamlException(parser.Current!.Start, parser.Current.End, $"nested deeper than {YamlDocument.MaxDepth} levels");
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            faults.Add(At(alias), $"'*{alias.Value}' is an alias, which is not supported: write the value out");
            return new RefusedNode(At(alias));
        }

        RefuseTag();
        return parser.TryConsume<SequenceStart>(out var sequence) ? ReadSequence(sequence, depth)
            : parser.TryConsume<MappingStart>(out var mapping) ? ReadMapping(mapping, depth)
            : ReadScalar(parser.Consume<Scalar>());
    }

    private void RefuseTag()
    {
        if (parser.Accept<NodeEvent>(out var node) && !node.Tag.IsEmpty)
        {
            faults.Add(At(node), $"'{node.Tag}' is a tag, which is not supported: remove it");
        }
    }

    private static ScalarNode ReadScalar(Scalar scalar) => new(At(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain);

    private SequenceNode ReadSequence(SequenceStart start, int depth)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new SequenceNode(At(start), items);
    }

    private MappingNode ReadMapping(MappingStart start, int depth)
    {
        var entries = new OrderedDictionary<string, MappingEntry>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            var value = ReadNode(depth + 1);
            if (key is not ScalarNode { Text: var name })
            {
                faults.Add(key.Place, $"a key must be a plain word, but this is {key.Kind}");
            }
            else if (!entries.TryAdd(name, new MappingEntry(name, key.Place, value)))
            {
                faults.Add(key.Place, $"'{Shown.Short(name)}' is here already, in line {entries[name].KeyPlace.Line}: remove one");
            }
        }

        return new MappingNode(At(start), entries);
    }
}
