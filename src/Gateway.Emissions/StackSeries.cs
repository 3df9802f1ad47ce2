using Gateway.Core;

namespace Gateway.Emissions;

/// <summary>The result series of a stack that belong to no single pollutant.</summary>
internal sealed class StackSeries
{
    private readonly int flow;

    public StackSeries(Catalog catalog, StackLoadDefinition definition)
    {
        flow = catalog.Add(new Series("emission", [new("stack", definition.Name)], "flow_dry_std_m3_h", "m3/h"));
        if (definition.ReferenceOxygenPct is not null)
        {
            InstantOutcome = AddOutcome(catalog, definition.Name, "instant");
            MinuteOutcome = AddOutcome(catalog, definition.Name, "minute");
            HourOutcome = AddOutcome(catalog, definition.Name, "hour");
        }
    }

    /// <summary>Whether the correction to reference oxygen could be made; null where there is no reference.</summary>
    public int? InstantOutcome { get; }

    /// <summary>The same for a closed minute.</summary>
    public int? MinuteOutcome { get; }

    /// <summary>The same for a closed hour.</summary>
    public int? HourOutcome { get; }

    /// <summary>The dry standard flow of one evaluation.</summary>
    public void AddFlow(Sample m3PerH, ICollection<Reading> results) => results.Add(PollutantSeries.ReadingOf(flow, m3PerH));

    /// <summary>One outcome, where there is a reference.</summary>
    public static void AddOutcome(int? series, DateTimeOffset time, CorrectionOutcome outcome, ICollection<Reading> results)
    {
        if (series is { } index)
        {
            results.Add(new Reading(index, time, (double)outcome, Quality.Good));
        }
    }

    private static int AddOutcome(Catalog catalog, string stack, string period) => catalog.Add(new Series(
        "emission", [new("stack", stack), new("period", period)], "oxygen_correction", "", CorrectionOutcomeLabels.All));
}
