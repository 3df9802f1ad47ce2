using Gateway.Core;

namespace Gateway.Energy;

/// <summary>The result series of one retrofit and one kind of period.</summary>
internal sealed class SavingsSeries
{
    private readonly int baselineKwh;
    private readonly int measuredKwh;
    private readonly int savedKwh;
    private readonly int coveragePct;
    private readonly int state;

    public SavingsSeries(Catalog catalog, string retrofit, string period)
    {
        Tag[] tags = [new("retrofit", retrofit), new("period", period)];
        baselineKwh = catalog.Add(new Series("savings", tags, "baseline_kwh", "kWh"));
        measuredKwh = catalog.Add(new Series("savings", tags, "measured_kwh", "kWh"));
        savedKwh = catalog.Add(new Series("savings", tags, "saved_kwh", "kWh"));
        coveragePct = catalog.Add(new Series("savings", tags, "coverage_pct", "%"));
        state = catalog.Add(new Series("savings", tags, "state", "", SavingsStateLabels.All));
    }

    /// <summary>The energies of a duration; a duration without coverage claims zero.</summary>
    public void AddEnergies(
        DateTimeOffset time, Integrator baseline, Integrator measured, TimeSpan duration, ICollection<Reading> results)
    {
        var quality = baseline.QualityOver(duration);
        results.Add(new Reading(baselineKwh, time, baseline.ValueHours, quality));
        results.Add(new Reading(measuredKwh, time, measured.ValueHours, quality));
        results.Add(new Reading(savedKwh, time, baseline.ValueHours - measured.ValueHours, quality));
    }

    /// <summary>How much of the duration was measured, and what the saving may be called.</summary>
    public void AddStanding(DateTimeOffset time, Integrator baseline, TimeSpan duration, ICollection<Reading> results)
    {
        // A curve of a fan or a pump is an engineering value, so its saving is an estimate at best.
        var called = baseline.Covered > TimeSpan.Zero ? SavingsState.Estimated : SavingsState.NotClaimable;
        results.Add(new Reading(coveragePct, time, baseline.CoveragePct(duration), Quality.Good));
        results.Add(new Reading(state, time, (double)called, Quality.Good));
    }
}
