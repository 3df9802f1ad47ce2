namespace Gateway.Devices;

/// <summary>A number within a status word that stands for one state at a time, such as a quality byte.</summary>
/// <param name="Field">The bits that make the number.</param>
/// <param name="ByNumber">The numbers that have a meaning.</param>
/// <param name="Other">What every other number means; null when it says nothing.</param>
public sealed record StatusCodes(BitRange Field, IReadOnlyDictionary<ulong, StatusCode> ByNumber, StatusCode? Other)
{
    /// <summary>What the word's number means; null when that is nothing the profile knows.</summary>
    public StatusCode? MeaningOf(ulong word) => ByNumber.GetValueOrDefault(Field.Of(word)) ?? Other;
}

/// <summary>One state.</summary>
/// <param name="Name">What it is called, e.g. <c>warming_up</c>.</param>
/// <param name="Quality">What it makes of the points it applies to; null when it says nothing about their quality.</param>
public sealed record StatusCode(string Name, Core.Quality? Quality);
