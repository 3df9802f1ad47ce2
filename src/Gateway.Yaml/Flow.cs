using System.Buffers;
using System.Text;

namespace Gateway.Yaml;

/// <summary>Writes a tree in YAML's flow style, keys in order, so that equal contents have equal texts.</summary>
internal static class Flow
{
    private static readonly SearchValues<char> OfTheStructure = SearchValues.Create(",:[]{}\"'\n#");

    public static string Write(YamlNode node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    private static void Write(YamlNode node, StringBuilder text)
    {
        switch (node)
        {
            case ScalarNode scalar:
                Write(scalar, text);
                break;
            case SequenceNode sequence:
                Join('[', sequence.Items, item => Write(item, text), ']', text);
                break;
            case MappingNode mapping:
                Join('{', mapping.Entries.Values.OrderBy(entry => entry.Key, StringComparer.Ordinal), WriteEntry, '}', text);
                break;
        }

        void WriteEntry(MappingEntry entry)
        {
            Write(new ScalarNode(entry.KeyPlace, entry.Key, IsPlain: true), text);
            text.Append(": ");
            Write(entry.Value, text);
        }
    }

    // A plain value stays plain where nothing in it could be taken for the structure, for "1" and 1 are not the same everywhere.
    private static void Write(ScalarNode scalar, StringBuilder text)
    {
        if (scalar.IsPlain && !scalar.Text.AsSpan().ContainsAny(OfTheStructure))
        {
            text.Append(scalar.Text);
        }
        else
        {
            text.Append(scalar.IsPlain ? "" : "!").Append('"')
                .Append(scalar.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))
                .Append('"');
        }
    }

    private static void Join<T>(char open, IEnumerable<T> items, Action<T> write, char close, StringBuilder text)
    {
        text.Append(open);
        var isFirst = true;
        foreach (var item in items)
        {
            text.Append(isFirst ? "" : ", ");
            isFirst = false;
            write(item);
        }

        text.Append(close);
    }
}
