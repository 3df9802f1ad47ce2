namespace Gateway.Yaml;

/// <summary>The faults of one file, as they are found.</summary>
internal sealed class FaultList(string file)
{
    /// <summary>More help nobody, and a file may have a million.</summary>
    private const int Most = 100;

    // A set, because a reader may ask for the same value twice.
    private readonly HashSet<YamlFault> found = [];

    public void Add(Place place, string message)
    {
        if (found.Count < Most)
        {
            found.Add(new YamlFault(place.Source ?? file, place.Line, place.Column, message));
        }
        else if (found.Count == Most)
        {
            found.Add(new YamlFault(file, place.Line, place.Column, $"and more faults from here on: mend the first {Most} of them"));
        }
    }

    public string Show(Place place) => $"{place.Source ?? file}:{place.Line}:{place.Column}";

    public bool HasAt(Place place) =>
        found.Any(fault => (fault.File, fault.Line, fault.Column) == (place.Source ?? file, place.Line, place.Column));

    public IReadOnlyList<YamlFault> InOrderOfPlace() => [.. found.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];
}
