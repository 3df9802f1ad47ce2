namespace Gateway.Yaml;

/// <summary>The faults of one file, as they are found.</summary>
internal sealed class FaultList(string file)
{
    // A set, because a reader may ask for the same value twice.
    private readonly HashSet<YamlFault> found = [];

    public void Add(Place place, string message) => found.Add(new YamlFault(place.Source ?? file, place.Line, place.Column, message));

    public string Show(Place place) => $"{place.Source ?? file}:{place.Line}:{place.Column}";

    public IReadOnlyList<YamlFault> InOrderOfPlace() => [.. found.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];
}
