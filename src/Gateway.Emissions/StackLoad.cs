using System.Collections.Immutable;
using Gateway.Core;

namespace Gateway.Emissions;

/// <summary>
/// The pollutant loads of one stack. At each velocity reading the dry standard flow and the dry standard concentrations follow from
/// the latest of the other inputs; their product is integrated over the time that was measured. What is missing, bad, stale or out of
/// range leaves its time out, so a calibration shows as coverage below 100 % and never as a load.
/// </summary>
/// <remarks>
/// Results, measurement <c>emission</c>, tags <c>stack</c>, <c>pollutant</c> and <c>period</c>:
/// <list type="bullet">
/// <item><c>instant</c>: concentration, concentration at reference oxygen, mass rate; the flow without pollutant and period;</item>
/// <item><c>minute</c>, <c>hour</c>: mean concentration, the same at reference oxygen, load and its coverage, stamped with the
/// period's end, when the first velocity reading at or after that end arrives;</item>
/// <item><c>total</c>: the load since the start, at each evaluation.</item>
/// </list>
/// The concentration at reference oxygen of a minute or an hour is computed from the means of concentration and oxygen over it, not
/// as the mean of the corrected values; HJ 212-2017 leaves the order open. The load is the integral of measured dry standard
/// concentration times flow, never of the corrected one. Whether an hour is valid, and what stands in for one that is not, is not
/// decided here. A velocity reading that is not later than the last one changes nothing. A clock that was set moves the state, see
/// <see cref="Moved"/>.
/// </remarks>
public sealed class StackLoad : Calculation<StackLoadState>
{
    private readonly StackLoadDefinition definition;
    private readonly int velocitySeries;
    private readonly StackSources sources;
    private readonly StackChannels channels;
    private readonly StackSeries stack;
    private readonly ImmutableArray<(PollutantDefinition Definition, PollutantSeries Series)> pollutants;

    /// <summary>Sets the calculation up and adds its result series to the catalog.</summary>
    /// <param name="definition">The stack.</param>
    /// <param name="inputs">Where its measured values come from.</param>
    /// <param name="catalog">Holds the inputs.</param>
    /// <exception cref="ArgumentException">The definition or an input series cannot be used; the message says why.</exception>
    public StackLoad(StackLoadDefinition definition, StackInputs inputs, Catalog catalog)
        : base($"stack/{definition.Name}", Start, StackLoadStateJson.Default.StackLoadState)
    {
        StackLoadValidation.Check(definition, inputs);
        this.definition = definition;
        velocitySeries = inputs.Velocity;
        sources = new StackSources(inputs.Nox is not null, inputs.Nmhc is not null);
        channels = new StackChannels(definition, inputs, catalog);
        stack = new StackSeries(catalog, definition);
        pollutants =
        [
            .. definition.Pollutants.Select(pollutant =>
                (pollutant, new PollutantSeries(catalog, definition.Name, pollutant.Kind))),
        ];
    }

    /// <summary>The load of each pollutant so far.</summary>
    public IReadOnlyList<PollutantTotal> Totals => [.. pollutants.Select(pollutant => Total(pollutant.Definition.Kind))];

    private static StackLoadState Start { get; } = new(
        [.. Enumerable.Repeat(Sample.None, StackInputPlaces.Count)], null, null, null, null, [.. new Integrator[PollutantKindTags.Count]]);

    /// <inheritdoc/>
    protected override bool Fits(StackLoadState restored) =>
        Has(restored.Held, StackInputPlaces.Count)
        && Has(restored.Loads, PollutantKindTags.Count)
        && restored.Minute?.IsOf(Period.Minute, StackSums.Count) != false
        && restored.Hour?.IsOf(Period.Hour, StackSums.Count) != false;

    /// <inheritdoc/>
    protected override StackLoadState Fold(StackLoadState state, in Reading reading, ICollection<Reading> results)
    {
        if (reading.Series == velocitySeries)
        {
            return reading.Time <= state.Evaluated
                ? state
                : Evaluate(state, StackChannels.Scaled(reading, channels.VelocityFactor), results);
        }

        return channels.Take(reading) is var (input, sample) && sample.Time >= state.Held[(int)input].Time
            ? state with { Held = state.Held.SetItem((int)input, sample) }
            : state;
    }

    /// <inheritdoc/>
    protected override StackLoadState Moved(StackLoadState state, TimeSpan by) => state with
    {
        Held = [.. state.Held.Select(sample => sample.Moved(by))],
        Started = state.Started + by,
        Evaluated = state.Evaluated + by,
        Minute = state.Minute?.Moved(by),
        Hour = state.Hour?.Moved(by),
        Loads = [.. state.Loads.Select(sum => sum.Moved(by))],
    };

    private static bool Has<T>(ImmutableArray<T> array, int count) => !array.IsDefault && array.Length == count;

    private PollutantTotal Total(PollutantKind kind)
    {
        var load = State.Loads[(int)kind];
        return new PollutantTotal(kind, load.ValueHours, load.Covered, load.FirstCovered, load.LastCovered);
    }

    private StackLoadState Evaluate(StackLoadState state, Sample velocityMPerS, ICollection<Reading> results)
    {
        var time = velocityMPerS.Time;
        var gas = new StackGas(definition, state.Held, time, sources);
        var flow = gas.Flow(velocityMPerS);
        var samples = SamplesOf(gas, flow);
        List<Window> minutes = [];
        List<Window> hours = [];
        var next = state with
        {
            Started = state.Started ?? time,
            Evaluated = time,
            Minute = (state.Minute ?? Window.Containing(time, Period.Minute, StackSums.Count)).Add(samples, definition.LargestGap, minutes),
            Hour = (state.Hour ?? Window.Containing(time, Period.Hour, StackSums.Count)).Add(samples, definition.LargestGap, hours),
            Loads = WithRates(state.Loads, samples),
        };

        minutes.ForEach(window => AddClosed(window, series => series.Minute, stack.MinuteOutcome, results));
        hours.ForEach(window => AddClosed(window, series => series.Hour, stack.HourOutcome, results));
        stack.AddFlow(flow, results);
        AddInstant(next, samples, results);
        return next;
    }

    private Sample[] SamplesOf(StackGas gas, Sample flow)
    {
        var samples = new Sample[StackSums.Count];
        Array.Fill(samples, Sample.Missing(flow.Time, Quality.NoData));
        samples[StackSums.Oxygen] = gas.Oxygen();
        foreach (var (pollutant, _) in pollutants)
        {
            var concentration = gas.Concentration(pollutant);
            samples[StackSums.Concentration(pollutant.Kind)] = concentration;
            samples[StackSums.Rate(pollutant.Kind)] = Sample.Derived(
                flow.Time, concentration.Quality.Worst(flow.Quality), MassRate.KgPerH(concentration.Value, flow.Value));
        }

        return samples;
    }

    private ImmutableArray<Integrator> WithRates(ImmutableArray<Integrator> loads, Sample[] samples)
    {
        var next = loads.ToBuilder();
        foreach (var (pollutant, _) in pollutants)
        {
            var kind = (int)pollutant.Kind;
            next[kind] = next[kind].Add(samples[StackSums.Rate(pollutant.Kind)], definition.LargestGap);
        }

        return next.ToImmutable();
    }

    private void AddInstant(StackLoadState state, Sample[] samples, ICollection<Reading> results)
    {
        var oxygen = samples[StackSums.Oxygen];
        StackSeries.AddOutcome(stack.InstantOutcome, oxygen.Time, ReferenceOxygen.Outcome(definition, oxygen), results);
        foreach (var (pollutant, series) in pollutants)
        {
            var concentration = samples[StackSums.Concentration(pollutant.Kind)];
            var corrected = ReferenceOxygen.Corrected(definition, concentration, oxygen);
            series.AddInstant(concentration, corrected, samples[StackSums.Rate(pollutant.Kind)], results);
            series.AddTotal(oxygen.Time, state.Loads[(int)pollutant.Kind], oxygen.Time - (state.Started ?? oxygen.Time), results);
        }
    }

    private void AddClosed(
        Window window, Func<PollutantSeries, PollutantPeriodSeries> periodOf, int? outcome, ICollection<Reading> results)
    {
        var oxygen = MeanOf(window, StackSums.Oxygen);
        StackSeries.AddOutcome(outcome, window.Period.End, ReferenceOxygen.Outcome(definition, oxygen), results);
        foreach (var (pollutant, series) in pollutants)
        {
            var concentration = MeanOf(window, StackSums.Concentration(pollutant.Kind));
            var corrected = ReferenceOxygen.Corrected(definition, concentration, oxygen);
            periodOf(series).AddClosed(window.Period, concentration, corrected, window[StackSums.Rate(pollutant.Kind)], results);
        }
    }

    private static Sample MeanOf(Window window, int sum) =>
        Sample.Derived(window.Period.End, window[sum].QualityOver(window.Period.Length), window[sum].Mean ?? double.NaN);
}
