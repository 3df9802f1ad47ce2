using Gateway.Core;

namespace Gateway.Energy;

/// <summary>
/// The energy that one retrofit saves: at each reading of the line-side power the baseline follows from the held driver, the speed or the
/// flow, and both are integrated over the same stretches of time. Where an input is missing, bad, stale or outside the curve, neither
/// term gains anything; a negative saving stays negative.
/// </summary>
/// <remarks>
/// Results, measurement <c>savings</c>, tags <c>retrofit</c> and <c>period</c>:
/// <list type="bullet">
/// <item><c>minute</c>, <c>hour</c>: baseline, measured and saved kWh, coverage and state, stamped with the period's end, when the
/// first power reading at or after that end arrives;</item>
/// <item><c>total</c>: the energies since the start at each evaluation, coverage and state with each closed minute;</item>
/// <item><c>instant</c>: the saved kW at each evaluation.</item>
/// </list>
/// A power reading that is not later than the last one changes nothing. A clock that was set moves the state, see <see cref="Moved"/>.
/// </remarks>
public sealed class RetrofitSavings : Calculation<RetrofitSavingsState>
{
    private const int Baseline = 0;
    private const int Measured = 1;
    private const int SumCount = 2;

    private readonly RetrofitDefinition definition;
    private readonly int powerSeries;
    private readonly int driverSeries;
    private readonly double kwPerUnit;
    private readonly double driverPerUnit;
    private readonly SavingsSeries minute;
    private readonly SavingsSeries hour;
    private readonly SavingsSeries total;
    private readonly int savedKw;

    /// <summary>Sets the calculation up and adds its result series to the catalog.</summary>
    /// <param name="definition">The retrofit.</param>
    /// <param name="powerSeries">Active power on the line side of the drive, in a unit of power.</param>
    /// <param name="driverSeries">What stands for the flow, in a unit that converts to the definition's.</param>
    /// <param name="catalog">Holds both.</param>
    /// <exception cref="ArgumentException">The definition or an input series cannot be used; the message says why.</exception>
    public RetrofitSavings(RetrofitDefinition definition, int powerSeries, int driverSeries, Catalog catalog)
        : base($"retrofit/{definition.Name}", Start, RetrofitSavingsStateJson.Default.RetrofitSavingsState)
    {
        if (powerSeries == driverSeries)
        {
            throw new ArgumentException($"'{catalog[powerSeries].Key}' is given for both power and its driver. Give each its own series.");
        }

        definition.Check();
        this.definition = definition;
        this.powerSeries = powerSeries;
        this.driverSeries = driverSeries;
        kwPerUnit = FactorTo("kW", catalog[powerSeries]);
        driverPerUnit = FactorTo(definition.DriverUnit, catalog[driverSeries]);
        minute = new SavingsSeries(catalog, definition.Name, "minute");
        hour = new SavingsSeries(catalog, definition.Name, "hour");
        total = new SavingsSeries(catalog, definition.Name, "total");
        Tag[] instant = [new("retrofit", definition.Name), new("period", "instant")];
        savedKw = catalog.Add(new Series("savings", instant, "saved_kw", "kW"));
    }

    /// <summary>What has been saved so far.</summary>
    public RetrofitSavingsTotals Totals
    {
        get
        {
            var (baseline, measured) = (State.Total[Baseline], State.Total[Measured]);
            return new(baseline.ValueHours, measured.ValueHours, baseline.Covered, baseline.FirstCovered, baseline.LastCovered);
        }
    }

    private static RetrofitSavingsState Start { get; } = new(Sample.None, null, null, null, null, [default, default]);

    /// <inheritdoc/>
    protected override bool Fits(RetrofitSavingsState restored) =>
        !restored.Total.IsDefault && restored.Total.Length == SumCount
        && restored.Minute?.IsOf(Period.Minute, SumCount) != false
        && restored.Hour?.IsOf(Period.Hour, SumCount) != false;

    /// <inheritdoc/>
    protected override RetrofitSavingsState Fold(RetrofitSavingsState state, in Reading reading, ICollection<Reading> results)
    {
        if (reading.Series == driverSeries && reading.Time >= state.Driver.Time)
        {
            return state with { Driver = Scaled(reading, driverPerUnit) };
        }

        return reading.Series == powerSeries && !(reading.Time <= state.Evaluated)
            ? Evaluate(state, Scaled(reading, kwPerUnit), results)
            : state;
    }

    /// <inheritdoc/>
    protected override RetrofitSavingsState Moved(RetrofitSavingsState state, TimeSpan by) => state with
    {
        Driver = state.Driver.Moved(by),
        Started = state.Started + by,
        Evaluated = state.Evaluated + by,
        Minute = state.Minute?.Moved(by),
        Hour = state.Hour?.Moved(by),
        Total = [.. state.Total.Select(sum => sum.Moved(by))],
    };

    private static double FactorTo(string unit, Series series) =>
        UnitConversion.Factor(series.Unit, unit)
        ?? throw new ArgumentException($"'{series.Key}' is in '{series.Unit}', which does not convert to {unit}. Choose another series.");

    private static Sample Scaled(in Reading reading, double factor)
    {
        var sample = Sample.Of(reading);
        return sample with { Value = sample.Value * factor };
    }

    private RetrofitSavingsState Evaluate(RetrofitSavingsState state, Sample powerKw, ICollection<Reading> results)
    {
        var time = powerKw.Time;
        var baselineKw = definition.BaselineAt(powerKw, state.Driver.HeldUntil(time, definition.LargestDriverAge));
        // Both terms share one quality, so that they cover the same stretches of time.
        var measuredKw = powerKw with { Quality = baselineKw.Quality };
        Sample[] samples = [baselineKw, measuredKw];
        var gap = definition.LargestGap;

        List<Window> minutes = [];
        List<Window> hours = [];
        var next = state with
        {
            Started = state.Started ?? time,
            Evaluated = time,
            Minute = (state.Minute ?? Window.Containing(time, Period.Minute, SumCount)).Add(samples, gap, minutes),
            Hour = (state.Hour ?? Window.Containing(time, Period.Hour, SumCount)).Add(samples, gap, hours),
            Total = [state.Total[Baseline].Add(baselineKw, gap), state.Total[Measured].Add(measuredKw, gap)],
        };

        AddClosed(minute, minutes, results);
        AddClosed(hour, hours, results);
        AddTotal(next, time, minutes.Count > 0, results);
        var saved = baselineKw.IsUsable ? baselineKw.Value - measuredKw.Value : double.NaN;
        results.Add(new Reading(savedKw, time, saved, baselineKw.Quality));
        return next;
    }

    private static void AddClosed(SavingsSeries series, List<Window> closed, ICollection<Reading> results)
    {
        foreach (var window in closed)
        {
            var (end, length) = (window.Period.End, window.Period.Length);
            series.AddEnergies(end, window[Baseline], window[Measured], length, results);
            series.AddStanding(end, window[Baseline], length, results);
        }
    }

    private void AddTotal(RetrofitSavingsState state, DateTimeOffset time, bool withStanding, ICollection<Reading> results)
    {
        var (baseline, measured) = (state.Total[Baseline], state.Total[Measured]);
        var duration = time - (state.Started ?? time);
        total.AddEnergies(time, baseline, measured, duration, results);
        if (withStanding)
        {
            total.AddStanding(time, baseline, duration, results);
        }
    }
}
