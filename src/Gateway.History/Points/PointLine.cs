namespace Gateway.History;

/// <summary>One line of line protocol, taken apart.</summary>
/// <param name="Series">Measurement and tags, the tags sorted by key, e.g. <c>meter,device=fan-meter,site=north</c>.</param>
/// <param name="Fields">Each field's value as it was written, e.g. <c>12.5</c>, <c>3i</c>, <c>"good"</c>.</param>
/// <param name="TimeMs">In ms since 1970.</param>
internal sealed record PointLine(string Series, IReadOnlyDictionary<string, string> Fields, long TimeMs);
