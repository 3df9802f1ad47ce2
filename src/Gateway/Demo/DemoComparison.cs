using System.Runtime.Versioning;
using Gateway.Simulators;
using Gateway.Status;

namespace Gateway.Demo;

/// <summary>
/// Puts what the gateway counted in this run beside what the plant truly did in the same time. Between two looks the truth counts by
/// the share of the time that the gateway covered, so that a gap takes as much from one as from the other; how much was covered
/// stands beside both.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class DemoComparison(SimulatedPlant plant)
{
    private readonly Dictionary<string, (RetrofitStatus Start, RetrofitStatus Last, RetrofitSummary Sum)> retrofits = [];
    private readonly Dictionary<(string, string), (PollutantStatus Start, PollutantStatus Last, PollutantSummary Sum)> pollutants = [];

    /// <summary>Each retrofit's savings in this run.</summary>
    public IReadOnlyList<RetrofitSummary> Retrofits => [.. retrofits.Values.Select(retrofit => retrofit.Sum)];

    /// <summary>Each pollutant's load in this run.</summary>
    public IReadOnlyList<PollutantSummary> Pollutants => [.. pollutants.Values.Select(pollutant => pollutant.Sum)];

    /// <summary>Takes the gateway's totals of this instant in; the first time as where this run begins.</summary>
    public void Look(GatewayStatus status)
    {
        foreach (var now in status.Retrofits)
        {
            var nothing = new RetrofitSummary(now.Retrofit, 0, 0, 0, 0, 0);
            var (start, last, sum) = retrofits.GetValueOrDefault(now.Retrofit, (now, now, nothing));
            var covered = Covered(last.To, last.CoveredHours, now.From, now.To, now.CoveredHours);
            retrofits[now.Retrofit] = (start, now, sum with
            {
                SavedKwh = now.SavedKwh - start.SavedKwh,
                MeasuredKwh = now.MeasuredKwh - start.MeasuredKwh,
                TrueSavedKwh = sum.TrueSavedKwh + covered.Of((from, to) => plant.Truth.SavedKwh(now.Retrofit, from, to)),
                TrueMeasuredKwh = sum.TrueMeasuredKwh + covered.Of((from, to) => plant.Truth.LineEnergyKwh(now.Retrofit, from, to)),
                CoveredS = sum.CoveredS + covered.Seconds,
            });
        }

        foreach (var stack in status.Stacks)
        {
            foreach (var now in stack.Pollutants)
            {
                Look(stack.Stack, now);
            }
        }
    }

    private void Look(string stack, PollutantStatus now)
    {
        var key = (stack, now.Pollutant);
        var (start, last, sum) = pollutants.GetValueOrDefault(key, (now, now, new PollutantSummary(stack, now.Pollutant, 0, 0, 0)));
        var covered = Covered(last.To, last.CoveredHours, now.From, now.To, now.CoveredHours);
        var kind = Enum.Parse<Pollutant>(now.Pollutant, ignoreCase: true);
        pollutants[key] = (start, now, sum with
        {
            LoadKg = now.LoadKg - start.LoadKg,
            TrueLoadKg = sum.TrueLoadKg + covered.Of((from, to) => plant.Truth.LoadKg(stack, kind, from, to)),
            CoveredS = sum.CoveredS + covered.Seconds,
        });
    }

    // What was covered since the last look; the plant did nothing before it started.
    private CoveredTime Covered(
        DateTimeOffset? lastTo, double lastCoveredHours, DateTimeOffset? from, DateTimeOffset? to, double coveredHours)
    {
        if (to is not { } end || coveredHours <= lastCoveredHours)
        {
            return default;
        }

        var begin = lastTo ?? from ?? end;
        begin = begin > plant.Truth.StartedAt ? begin : plant.Truth.StartedAt;
        return new CoveredTime(begin, end, TimeSpan.FromHours(coveredHours - lastCoveredHours));
    }

    private readonly record struct CoveredTime(DateTimeOffset From, DateTimeOffset To, TimeSpan Covered)
    {
        public double Seconds => Covered.TotalSeconds;

        public double Of(Func<DateTimeOffset, DateTimeOffset, double> truth) =>
            To > From ? truth(From, To) * Math.Min(1, Covered / (To - From)) : 0;
    }
}
