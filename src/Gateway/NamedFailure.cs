namespace Gateway;

/// <summary>Something failed that the user can mend; the message says what and how, in one line.</summary>
internal sealed class NamedFailure(string message) : Exception(message);
