namespace Gateway.Yaml;

/// <summary>
/// A mapping of keys to values. Each question marks its key as known; a value that is missing or not of the asked kind adds a fault
/// to the document and gives back a harmless substitute, so that one reading finds every fault.
/// </summary>
public sealed class YamlMap
{
    /// <summary>Most characters in a name.</summary>
    public const int MaxNameLength = 64;

    private readonly MappingNode node;
    private readonly FaultList faults;
    private readonly bool silent;
    private readonly SortedSet<string> known = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, YamlQuestion> questions = new(StringComparer.Ordinal);
    private readonly HashSet<string> optional = new(StringComparer.Ordinal);
    private readonly Dictionary<MappingNode, YamlMap> children = new(ReferenceEqualityComparer.Instance);
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);

    internal YamlMap(MappingNode node, FaultList faults, bool silent = false)
    {
        this.node = node;
        this.faults = faults;
        this.silent = silent;
    }

    /// <summary>The keys as they stand in the file. Looking at them does not make them known.</summary>
    public IEnumerable<string> Keys => node.Entries.Keys;

    /// <summary>The other files that were asked for, here and in all mappings read from here.</summary>
    public IEnumerable<string> Files => files.Concat(children.Values.SelectMany(child => child.Files)).Distinct(StringComparer.Ordinal);

    /// <summary>What was asked of each key, whether it is there or not.</summary>
    public IReadOnlyDictionary<string, YamlQuestion> Questions => questions;

    /// <summary>All keys were taken as the user's own names.</summary>
    public bool HasFreeKeys { get; private set; }

    /// <summary>True for a key that was asked for without being looked for first, so that it is a fault when it is missing.</summary>
    public bool IsRequired(string key) => questions.ContainsKey(key) && !optional.Contains(key);

    /// <summary>The mappings that were read at a key; empty where there is none.</summary>
    public IReadOnlyList<YamlMap> ReadAt(string key) => node.Entries.TryGetValue(key, out var entry)
        ? [.. (entry.Value is SequenceNode list ? list.Items : [entry.Value]).OfType<MappingNode>()
            .Where(children.ContainsKey).Select(mapping => children[mapping])]
        : [];

    /// <summary>True when the key is there with a value.</summary>
    public bool Has(string key) => FindOptional(key) is { IsNull: false };

    /// <summary>A text of any kind, not empty.</summary>
    public string Text(string key) => Read(key, Shapes.Text);

    /// <summary>A text, or <paramref name="fallback"/> when the key is absent.</summary>
    public string Text(string key, string fallback) => Read(key, Shapes.Text, fallback);

    /// <summary>A text, or null when the key is absent or has no value.</summary>
    public string? TextOrNull(string key) => ReadOrNull(key, Shapes.Text, out var text) ? text : null;

    /// <summary>The path of another file, or null when the key is absent or has no value. See <see cref="Files"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="folder">What the path is relative to.</param>
    public string? FileOrNull(string key, string folder)
    {
        if (TextOrNull(key) is not { Length: > 0 } name)
        {
            return null;
        }

        var path = Path.Combine(folder, name);
        files.Add(path);
        return path;
    }

    /// <summary>An identifier: 1–64 ASCII letters, digits, '_', '-' and '.'.</summary>
    public string Name(string key) => Read(key, Shapes.Name);

    /// <summary>An identifier, or <paramref name="fallback"/> when the key is absent.</summary>
    public string Name(string key, string fallback) => Read(key, Shapes.Name, fallback);

    /// <summary>A finite number in the range.</summary>
    public double Number(string key, double min, double max) => Read(key, Shapes.Number(min, max));

    /// <summary>A finite number in the range, or <paramref name="fallback"/> when the key is absent.</summary>
    public double Number(string key, double min, double max, double fallback) => Read(key, Shapes.Number(min, max), fallback);

    /// <summary>A finite number in the range, or null when the key is absent or has no value.</summary>
    public double? NumberOrNull(string key, double min = double.MinValue, double max = double.MaxValue) =>
        ReadOrNull(key, Shapes.Number(min, max), out var number) ? number : null;

    /// <summary>A whole number in the range, decimal or as <c>0x1F</c>.</summary>
    public int Integer(string key, int min, int max) => Read(key, Shapes.Integer(min, max));

    /// <summary>A whole number in the range, or <paramref name="fallback"/> when the key is absent.</summary>
    public int Integer(string key, int min, int max, int fallback) => Read(key, Shapes.Integer(min, max), fallback);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key) => Read(key, Shapes.Flag);

    /// <summary><c>true</c> or <c>false</c>, or <paramref name="fallback"/> when the key is absent.</summary>
    public bool Flag(string key, bool fallback) => Read(key, Shapes.Flag, fallback);

    /// <summary>A duration with its unit: <c>500ms</c>, <c>1.5s</c>, <c>5m</c>, <c>2h</c>, <c>30d</c>.</summary>
    public TimeSpan Duration(string key, TimeSpan min, TimeSpan max) => Read(key, Shapes.Duration(min, max));

    /// <summary>A duration, or <paramref name="fallback"/> when the key is absent.</summary>
    public TimeSpan Duration(string key, TimeSpan min, TimeSpan max, TimeSpan fallback) =>
        Read(key, Shapes.Duration(min, max), fallback);

    /// <summary>A duration, or null when the key is absent or has no value.</summary>
    public TimeSpan? DurationOrNull(string key, TimeSpan min, TimeSpan max) =>
        ReadOrNull(key, Shapes.Duration(min, max), out var duration) ? duration : null;

    /// <summary>What one of the allowed words stands for.</summary>
    /// <param name="key">The key.</param>
    /// <param name="allowed">At least one word; after a fault the first one's value is given back.</param>
    public T Choice<T>(string key, IReadOnlyDictionary<string, T> allowed) => Read(key, Shapes.Choice(allowed));

    /// <summary>What one of the allowed words stands for, or <paramref name="fallback"/> when the key is absent.</summary>
    public T Choice<T>(string key, IReadOnlyDictionary<string, T> allowed, T fallback) => Read(key, Shapes.Choice(allowed), fallback);

    /// <summary>A mapping; after a fault an empty one that adds no faults of its own.</summary>
    public YamlMap Map(string key)
    {
        Ask(key, new YamlQuestion(YamlKind.Mapping));
        if (Find(key) is { } value)
        {
            return AsMap(value, $"'{key}'");
        }

        Say(node.Place, $"'{key}' is missing: a mapping belongs here");
        return Silent(faults);
    }

    /// <summary>A mapping, or null when the key is absent or has no value.</summary>
    public YamlMap? MapOrNull(string key)
    {
        Ask(key, new YamlQuestion(YamlKind.Mapping));
        return Has(key) ? Map(key) : null;
    }

    /// <summary>A list of mappings; empty when the key is absent or has no value.</summary>
    public IReadOnlyList<YamlMap> Maps(string key) => [.. Items(key, YamlKind.Mappings).Select(item => AsMap(item, $"an item of '{key}'"))];

    /// <summary>A list of finite numbers in the range; empty when the key is absent or has no value.</summary>
    public IReadOnlyList<double> Numbers(string key, double min = double.MinValue, double max = double.MaxValue) =>
        [.. Items(key, YamlKind.Numbers).Select(item => Read(item, $"an item of '{key}'", Shapes.Number(min, max)))];

    /// <summary>A list of texts; empty when the key is absent or has no value.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        [.. Items(key, YamlKind.Texts).Select(item => Read(item, $"an item of '{key}'", Shapes.Text))];

    /// <summary>All keys as identifiers, each with a mapping as its value: for mappings whose keys are the user's names.</summary>
    public IReadOnlyList<(string Key, YamlMap Value)> Entries()
    {
        HasFreeKeys = true;
        foreach (var entry in node.Entries.Values.Where(entry => !Shapes.IsName(entry.Key)))
        {
            Say(entry.KeyPlace, $"'{Shown.Short(entry.Key)}' must be {Shapes.Name.Expected}");
        }

        return [.. Keys.Select(key => (key, Map(key)))];
    }

    /// <summary><c>file:line:column</c> of the key's value, for what shows to be wrong only later.</summary>
    public string PlaceOf(string key) => faults.Show(Find(key)?.Place ?? node.Place);

    /// <summary>True when the key is there and no fault was found at its value yet: for a check that would only repeat one.</summary>
    public bool IsSound(string key) => Find(key) is { } value && !faults.HasAt(value.Place);

    /// <summary>Adds a fault at the key's value, or at this mapping when it is absent: for what the caller finds out himself.</summary>
    public void Fault(string key, string message) => Say(Find(key)?.Place ?? node.Place, message);

    /// <summary>
    /// Makes every key a fault that nobody asked for, here and in all mappings read from here. To be called last, on the root.
    /// </summary>
    public void RejectUnknownKeys()
    {
        foreach (var entry in node.Entries.Values.Where(entry => !known.Contains(entry.Key)).ToArray())
        {
            var allowed = known.Count > 0 ? $"allowed here: {Shown.List(known)}" : "nothing is allowed here";
            Say(entry.KeyPlace, $"'{Shown.Short(entry.Key)}' is not known{Spelling.DidYouMean(entry.Key, known)} ({allowed})");
        }

        known.UnionWith(Keys);
        foreach (var child in children.Values)
        {
            child.RejectUnknownKeys();
        }
    }

    /// <summary>
    /// All that stands here, on one line and in one form only: two mappings that differ in nothing but comments, layout and the order of
    /// their keys have the same.
    /// </summary>
    public override string ToString() => Flow.Write(node);

    /// <summary>Makes every key known: for a mapping that cannot be read because of a fault that was named already.</summary>
    public void AllowAnyKey() => known.UnionWith(Keys);

    internal static YamlMap Silent(FaultList faults) => new(new MappingNode(default, new(StringComparer.Ordinal)), faults, silent: true);

    internal string? Apply(Override variable) => silent ? null : variable.ApplyTo(node);

    private YamlNode? Find(string key)
    {
        known.Add(key);
        return node.Entries.TryGetValue(key, out var entry) ? entry.Value : null;
    }

    private YamlNode? FindOptional(string key)
    {
        optional.Add(key);
        return Find(key);
    }

    private bool IsAbsent<T>(string key, Shape<T> shape)
    {
        Ask(key, shape.Question);
        return FindOptional(key) is null;
    }

    // The question that says most stays: a key may be looked at as a text before it is read as what it is.
    private void Ask(string key, YamlQuestion question)
    {
        if (!questions.TryGetValue(key, out var asked) || asked.Kind is YamlKind.Any or YamlKind.Text)
        {
            questions[key] = question;
        }
    }

    private T Read<T>(string key, Shape<T> shape)
    {
        Ask(key, shape.Question);
        if (Find(key) is { } value)
        {
            return Read(value, $"'{key}'", shape);
        }

        Say(node.Place, $"'{key}' is missing: it must be {shape.Expected}");
        return shape.Substitute;
    }

    private T Read<T>(string key, Shape<T> shape, T fallback) => IsAbsent(key, shape) ? fallback : Read(key, shape);

    private bool ReadOrNull<T>(string key, Shape<T> shape, out T value)
    {
        Ask(key, shape.Question);
        value = Has(key) ? Read(key, shape) : shape.Substitute;
        return Has(key);
    }

    private T Read<T>(YamlNode value, string what, Shape<T> shape)
    {
        if (value is ScalarNode scalar)
        {
            if (shape.TryRead(scalar, out var read))
            {
                return read;
            }

            var found = scalar.IsNull ? "has no value" : $"is '{Shown.Short(scalar.Text)}'";
            Say(value.Place, $"{what} {found}, but must be {shape.Expected}{shape.Hint(scalar)}");
        }
        else
        {
            SayKind(value, what, shape.Expected);
        }

        return shape.Substitute;
    }

    private YamlMap AsMap(YamlNode value, string what)
    {
        if (value is not MappingNode mapping)
        {
            SayKind(value, what, "a mapping");
            return Silent(faults);
        }

        // One reader per mapping, however often it is asked for, so that it knows all keys that were asked.
        if (!children.TryGetValue(mapping, out var child))
        {
            child = children[mapping] = new YamlMap(mapping, faults);
        }

        return child;
    }

    private IReadOnlyList<YamlNode> Items(string key, YamlKind kind)
    {
        Ask(key, new YamlQuestion(kind));
        var value = FindOptional(key);
        if (value is null or { IsNull: true })
        {
            return [];
        }

        if (value is SequenceNode sequence)
        {
            return sequence.Items;
        }

        SayKind(value, $"'{key}'", "a list");
        return [];
    }

    private void SayKind(YamlNode value, string what, string expected)
    {
        if (value is not RefusedNode)
        {
            Say(value.Place, $"{what} is {value.Kind}, but must be {expected}");
        }
    }

    private void Say(Place place, string message)
    {
        if (!silent)
        {
            faults.Add(place, message);
        }
    }
}
