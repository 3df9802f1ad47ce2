using YamlDotNet.Core;

namespace Gateway.Yaml;

/// <summary>
/// A YAML file that is being read: the root mapping, and every fault found so far. Nothing in a file makes this throw.
/// </summary>
/// <remarks>The dialect is YAML without aliases, tags and second documents: a configuration says one thing in one place.</remarks>
public sealed class YamlDocument
{
    /// <summary>Most characters in a file.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Most levels of nesting.</summary>
    public const int MaxDepth = 32;

    private readonly FaultList faults;

    private YamlDocument(string fileName)
    {
        FileName = fileName;
        faults = new FaultList(fileName);
        Root = YamlMap.Silent(faults);
    }

    /// <summary>The file's name, as faults print it.</summary>
    public string FileName { get; }

    /// <summary>The outermost mapping. After a syntax error it is empty, and reading from it adds no further faults.</summary>
    public YamlMap Root { get; private set; }

    /// <summary>What was found wrong so far, in the order of the file. Grows while values are read.</summary>
    public IReadOnlyList<YamlFault> Faults => faults.InOrderOfPlace();

    /// <summary>Reads a file from disk; a file that cannot be read is a fault, too.</summary>
    public static YamlDocument Load(string path)
    {
        var document = new YamlDocument(path);
        try
        {
            if (new FileInfo(path).Length > MaxLength * 4L)
            {
                return document.Refuse(TooLong);
            }

            document.Read(File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            document.Refuse($"cannot be read: {fault.Message}");
        }

        return document;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="fileName">Printed with each fault.</param>
    /// <param name="text">The file's content.</param>
    public static YamlDocument Parse(string fileName, string text)
    {
        var document = new YamlDocument(fileName);
        document.Read(text);
        return document;
    }

    private static string TooLong => $"longer than {MaxLength} characters: split the file";

    private YamlDocument Refuse(string message)
    {
        faults.Add(new Place(1, 1), message);
        return this;
    }

    private void Read(string text)
    {
        if (text.Length > MaxLength)
        {
            Refuse(TooLong);
            return;
        }

        try
        {
            Take(new TreeReader(new Parser(new StringReader(text)), faults).Read());
        }
        catch (YamlException fault)
        {
            var place = TreeReader.At(fault.Start);
            faults.Add(place, $"not YAML: {fault.Message.TrimEnd('.')}{TabHint(text, place.Line)}");
        }
    }

    private void Take(YamlNode? root)
    {
        switch (root)
        {
            case MappingNode mapping:
                Root = new YamlMap(mapping, faults);
                break;
            case null or { IsNull: true }:
                Refuse("is empty: lines of the form 'key: value' belong here");
                break;
            default:
                faults.Add(root.Place, $"lines of the form 'key: value' belong here, but this is {root.Kind}");
                break;
        }
    }

    private static string TabHint(string text, int line)
    {
        var indent = text.Split('\n').ElementAtOrDefault(line - 1)?.TakeWhile(char.IsWhiteSpace) ?? [];
        return indent.Contains('\t') ? "; indent with spaces, not with tabs" : "";
    }
}
