namespace Gateway.Energy;

/// <summary>What a retrofit has saved since the calculation started, over the time that was measured.</summary>
/// <param name="BaselineKwh">What the machine would have taken.</param>
/// <param name="MeasuredKwh">What it took.</param>
/// <param name="Covered">For how long both stand.</param>
/// <param name="FirstCovered">The first instant of it, or null when there is none yet.</param>
/// <param name="LastCovered">The last instant of it.</param>
public sealed record RetrofitSavingsTotals(
    double BaselineKwh, double MeasuredKwh, TimeSpan Covered, DateTimeOffset? FirstCovered, DateTimeOffset? LastCovered)
{
    /// <summary>Baseline less measured, kWh; negative where the retrofit takes more.</summary>
    public double SavedKwh => BaselineKwh - MeasuredKwh;
}
