namespace Gateway.Yaml;

/// <summary>
/// A value from an environment variable, put where its name says: <c>GATEWAY__LINKS__0__TCP</c> is <c>tcp</c> of the first of
/// <c>links</c>. An item of a list goes by its index from 0 or by its <c>name</c>, with '_' for what a variable's name cannot hold.
/// </summary>
/// <param name="Variable">The variable's name, as faults print it.</param>
/// <param name="Steps">The way from the root.</param>
/// <param name="Value">A single value.</param>
internal sealed record Override(string Variable, IReadOnlyList<string> Steps, string Value)
{
    private const string Separator = "__";

    private Place Place => new(1, 1, Variable);

    /// <summary>The variables that begin with a prefix, in the order of their names.</summary>
    public static IEnumerable<Override> Of(string prefix, IEnumerable<KeyValuePair<string, string>> variables) =>
        from variable in variables
        where variable.Key.StartsWith(prefix + Separator, StringComparison.OrdinalIgnoreCase)
        orderby variable.Key
        select new Override(variable.Key, variable.Key[(prefix.Length + Separator.Length)..].Split(Separator), variable.Value);

    /// <summary>Changes the tree.</summary>
    /// <returns>What is wrong with the variable, or null.</returns>
    public string? ApplyTo(MappingNode root)
    {
        YamlNode node = root;
        for (var i = 0; i < Steps.Count; i++)
        {
            var next = node switch
            {
                MappingNode mapping => Enter(mapping, Steps[i], isLast: i == Steps.Count - 1),
                SequenceNode sequence when i < Steps.Count - 1 => Item(sequence, Steps[i]),
                _ => null,
            };
            if (next is null)
            {
                return $"leads to no place in the file: there is no '{Steps[i]}' in {node.Kind}. "
                    + "Keys are parted by two underscores; an item of a list goes by its index from 0 or by its name.";
            }

            node = next;
        }

        return null;
    }

    private YamlNode Enter(MappingNode mapping, string step, bool isLast)
    {
        var key = mapping.Entries.Keys.FirstOrDefault(known => IsSame(known, step)) ?? step.ToLowerInvariant();
        if (isLast)
        {
            mapping.Entries[key] = new MappingEntry(key, Place, new ScalarNode(Place, Value, IsPlain: true));
        }
        else if (!mapping.Entries.TryGetValue(key, out var entry) || entry.Value.IsNull)
        {
            mapping.Entries[key] = new MappingEntry(key, Place, new MappingNode(Place, new(StringComparer.Ordinal)));
        }

        return mapping.Entries[key].Value;
    }

    private static YamlNode? Item(SequenceNode sequence, string step) =>
        int.TryParse(step, out var index)
            ? sequence.Items.ElementAtOrDefault(index)
            : sequence.Items.FirstOrDefault(item => item is MappingNode mapping
                && mapping.Entries.TryGetValue("name", out var name) && name.Value is ScalarNode scalar && IsSame(scalar.Text, step));

    private static bool IsSame(string name, string step) =>
        string.Equals(name.Replace('-', '_').Replace('.', '_'), step, StringComparison.OrdinalIgnoreCase);
}
