namespace Gateway.Emissions;

/// <summary>What one pollutant's load has come to since the calculation started, over the time that was measured.</summary>
/// <param name="Kind">The pollutant.</param>
/// <param name="LoadKg">Its load.</param>
/// <param name="Covered">For how long it stands.</param>
/// <param name="FirstCovered">The first instant of it, or null when there is none yet.</param>
/// <param name="LastCovered">The last instant of it.</param>
public sealed record PollutantTotal(
    PollutantKind Kind, double LoadKg, TimeSpan Covered, DateTimeOffset? FirstCovered, DateTimeOffset? LastCovered);
