namespace Gateway.History;

/// <summary>Something that happened in the gateway, for people to read.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">What kind of thing, one word, e.g. <c>link-down</c>.</param>
/// <param name="Subject">To what, e.g. a device's name.</param>
/// <param name="Text">A sentence.</param>
public sealed record HistoryEvent(DateTimeOffset Time, string Kind, string Subject, string Text);
