using System.Text;
using System.Text.Unicode;
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
            if (Directory.Exists(path))
            {
                return document.Refuse("is a folder: name the file in it");
            }

            if (new FileInfo(path).Length > MaxLength * 4L)
            {
                return document.Refuse(TooLong);
            }

            if (!document.RefuseNonText(path))
            {
                document.Read(File.ReadAllText(path));
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            document.Refuse($"cannot be read: {fault.Message}");
        }

        return document;
    }

    /// <summary>
    /// Puts environment variables in the place of values or beside them: <c>PREFIX__KEY__KEY</c>, an item of a list by its index from 0
    /// or its name. To be called before the values are read.
    /// </summary>
    /// <param name="prefix">What the variables' names begin with.</param>
    /// <param name="variables">All variables there are.</param>
    public YamlDocument OverriddenBy(string prefix, IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (var variable in Override.Of(prefix, variables))
        {
            if (Root.Apply(variable) is { } wrong)
            {
                faults.Add(new Place(1, 1, variable.Variable), wrong);
            }
        }

        return this;
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

    // Reading on would put replacement characters into names, to be found much later.
    private bool RefuseNonText(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var hasByteOrderMark = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        var text = hasByteOrderMark || Utf8.IsValid(bytes) ? string.Empty : Encoding.UTF8.GetString(bytes);
        var bad = text.IndexOf('\uFFFD', StringComparison.Ordinal);
        if (bad >= 0)
        {
            var line = text.AsSpan(0, bad).Count('\n') + 1;
            faults.Add(new Place(line, bad - text.LastIndexOf('\n', bad)), "is not UTF-8 from here on: save the file as UTF-8");
        }

        return bad >= 0;
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

        var parser = new Parser(new StringReader(text));
        try
        {
            Take(new TreeReader(parser, faults).Read());
        }
        catch (YamlException fault)
        {
            AddSyntaxFault(text, TreeReader.At(fault.Start), fault.Message);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The parser ends so on some texts that it should refuse by a YamlException, e.g. on a list without its closing bracket.
            faults.Add(TreeReader.At(parser.Current?.End ?? Mark.Empty), "not YAML from here on: is a bracket or a quote left open?");
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

    // The parser blames what stands before the tab; the user needs to know where the tab is.
    private void AddSyntaxFault(string text, Place place, string message)
    {
        var tab = text.Split('\n')
            .Select((line, index) => new Place(index + 1, line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).IndexOf('\t') + 1))
            .FirstOrDefault(tab => tab.Line >= place.Line && tab.Column > 0);
        if (tab != default && message.Contains(" tab ", StringComparison.Ordinal))
        {
            faults.Add(tab, "a tab stands here: indent with spaces, not with tabs");
        }
        else if (message.EndsWith("found invalid mapping.", StringComparison.Ordinal))
        {
            faults.Add(place, "not YAML: a ':' too many here, one missing in the line before, or the indentation is wrong");
        }
        else
        {
            faults.Add(place, $"not YAML: {message.TrimEnd('.')}");
        }
    }
}
