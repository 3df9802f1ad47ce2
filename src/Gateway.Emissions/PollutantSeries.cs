using Gateway.Core;

namespace Gateway.Emissions;

/// <summary>The result series of one pollutant at one stack.</summary>
internal sealed class PollutantSeries(Catalog catalog, string stack, PollutantKind kind)
{
    private readonly int concentration = Add(catalog, stack, kind, "instant", "concentration_mg_m3", "mg/m3");
    private readonly int corrected = Add(catalog, stack, kind, "instant", "corrected_mg_m3", "mg/m3");
    private readonly int rate = Add(catalog, stack, kind, "instant", "rate_kg_h", "kg/h");
    private readonly int total = Add(catalog, stack, kind, "total", "load_kg", "kg");

    /// <summary>The records of a closed minute.</summary>
    public PollutantPeriodSeries Minute { get; } = new(catalog, stack, kind, "minute");

    /// <summary>The records of a closed hour.</summary>
    public PollutantPeriodSeries Hour { get; } = new(catalog, stack, kind, "hour");

    /// <summary>The results of one evaluation.</summary>
    public void AddInstant(Sample measured, Sample atReference, Sample kgPerH, ICollection<Reading> results)
    {
        results.Add(ReadingOf(concentration, measured));
        results.Add(ReadingOf(corrected, atReference));
        results.Add(ReadingOf(rate, kgPerH));
    }

    /// <summary>The load since the start.</summary>
    public void AddTotal(DateTimeOffset time, Integrator load, TimeSpan since, ICollection<Reading> results) =>
        results.Add(new Reading(total, time, load.ValueHours, load.QualityOver(since)));

    internal static int Add(Catalog catalog, string stack, PollutantKind kind, string period, string field, string unit) =>
        catalog.Add(new Series(
            "emission", [new("stack", stack), new("pollutant", kind.Tag), new("period", period)], field, unit));

    internal static Reading ReadingOf(int series, Sample sample) =>
        new(series, sample.Time, sample.IsUsable ? sample.Value : double.NaN, sample.Quality);
}

/// <summary>The result series of one pollutant at one stack for one kind of period.</summary>
internal sealed class PollutantPeriodSeries(Catalog catalog, string stack, PollutantKind kind, string period)
{
    private readonly int concentration = PollutantSeries.Add(catalog, stack, kind, period, "concentration_mg_m3", "mg/m3");
    private readonly int corrected = PollutantSeries.Add(catalog, stack, kind, period, "corrected_mg_m3", "mg/m3");
    private readonly int load = PollutantSeries.Add(catalog, stack, kind, period, "load_kg", "kg");
    private readonly int coveragePct = PollutantSeries.Add(catalog, stack, kind, period, "coverage_pct", "%");

    /// <summary>The results of a closed period; the coverage is that of the load.</summary>
    public void AddClosed(Period closed, Sample mean, Sample atReference, Integrator rate, ICollection<Reading> results)
    {
        results.Add(PollutantSeries.ReadingOf(concentration, mean));
        results.Add(PollutantSeries.ReadingOf(corrected, atReference));
        results.Add(new Reading(load, closed.End, rate.ValueHours, rate.QualityOver(closed.Length)));
        results.Add(new Reading(coveragePct, closed.End, rate.CoveragePct(closed.Length), Quality.Good));
    }
}
