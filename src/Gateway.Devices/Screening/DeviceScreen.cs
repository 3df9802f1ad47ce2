using Gateway.Core;

namespace Gateway.Devices;

/// <summary>
/// Screens what the polls of one device bring: a fold over its readings. It knows no clock, so that the same readings get the same
/// qualities again; it changes no value, and no quality for the better. The marks may be read from any thread.
/// </summary>
internal sealed class DeviceScreen
{
    private readonly Lock gate = new();
    private readonly PolledPoint[] points;
    private readonly (int Point, StatusMeaning Meaning, int[] AppliesTo)[] statuses;
    private readonly Rules[] rules;
    private readonly int[] signs;
    private readonly RateRule.Memory[] rates;
    private readonly StuckRule.Memory[] standstills;
    private readonly FreshRule.Memory[] samples;
    private readonly ScreeningRules[] found;
    private readonly ScreeningTally tally;

    public DeviceScreen(PolledPoint[] points)
    {
        this.points = points;
        statuses =
        [
            .. points.Index().Where(point => point.Item.Profile.Status is not null)
                .Select(point => (point.Index, point.Item.Profile.Status!, IndicesOf(point.Item.Profile.Status!.AppliesTo))),
        ];
        rules = [.. points.Select(point => RulesOf(point.Profile.Screening))];
        signs = [.. rules.Select(rule => rule.FreshBy).Where(index => index >= 0).Distinct()];
        rates = new RateRule.Memory[points.Length];
        standstills = new StuckRule.Memory[points.Length];
        samples = new FreshRule.Memory[points.Length];
        found = new ScreeningRules[points.Length];
        tally = new ScreeningTally([.. points.Select(point => point.Profile)]);
    }

    /// <summary>What the rules have found so far.</summary>
    public IReadOnlyList<ScreeningMark> Marks
    {
        get
        {
            lock (gate)
            {
                return tally.Snapshot();
            }
        }
    }

    /// <summary>Screens a poll.</summary>
    /// <param name="poll">A reading for each point, judged by itself; those that are due get the quality that the rules leave them.</param>
    /// <param name="due">The intervals that are due.</param>
    public void Screen(Span<Reading> poll, ulong due)
    {
        lock (gate)
        {
            for (var i = 0; i < poll.Length; i++)
            {
                found[i] = PointScreen.RuleBehind(poll[i].Quality);
            }

            JudgeByStatus(poll, due);
            foreach (var sign in signs)
            {
                if (points[sign].IsDue(due))
                {
                    samples[sign].Take(poll[sign].Time, poll[sign].Value);
                }
            }

            for (var i = 0; i < poll.Length; i++)
            {
                if (points[i].IsDue(due))
                {
                    JudgeByPast(i, ref poll[i]);
                    tally.Count(i, found[i], poll[i].Time);
                }
            }
        }
    }

    private void JudgeByStatus(Span<Reading> poll, ulong due)
    {
        foreach (var (status, meaning, appliesTo) in statuses)
        {
            var verdict = StatusScreen.Judge(meaning, poll[status]);
            foreach (var index in verdict == Quality.Good ? [] : appliesTo)
            {
                if (points[index].IsDue(due) && points[index].Profile.Screening.Has(ScreeningRules.Status))
                {
                    // A status that was lost with the values, as when the device is silent, finds nothing of its own.
                    var speaks = poll[status].Quality.IsUsable || verdict > poll[index].Quality;
                    found[index] |= speaks ? ScreeningRules.Status : ScreeningRules.None;
                    Mark(ref poll[index], verdict);
                }
            }
        }
    }

    private void JudgeByPast(int index, ref Reading reading)
    {
        ref readonly var rule = ref rules[index];
        if (rule.Fresh is { } fresh && double.IsFinite(reading.Value) && fresh.Marks(ref samples[rule.FreshBy], reading.Time))
        {
            found[index] |= ScreeningRules.Stale;
            Mark(ref reading, Quality.Stale);
        }

        if (rule.Rate is null && rule.Stuck is null)
        {
            return;
        }

        if (!reading.Quality.IsUsable || !double.IsFinite(reading.Value))
        {
            RateRule.Miss(ref rates[index]);
            StuckRule.Miss(ref standstills[index]);
            return;
        }

        var value = reading.Value;
        if (rule.Rate?.Marks(ref rates[index], reading.Time, value) == true)
        {
            found[index] |= ScreeningRules.Rate;
            Mark(ref reading, Quality.RateOfChange);
        }

        if (rule.Stuck?.Marks(ref standstills[index], reading.Time, value) == true)
        {
            found[index] |= ScreeningRules.Stuck;
            Mark(ref reading, Quality.Stuck);
        }
    }

    private static void Mark(ref Reading reading, Quality verdict) => reading = reading with { Quality = reading.Quality.Worst(verdict) };

    private Rules RulesOf(PointScreening screening)
    {
        var fresh = screening.Has(ScreeningRules.Stale) ? screening.Fresh : null;
        return new Rules(
            screening.Has(ScreeningRules.Rate) ? screening.Rate : null,
            screening.Has(ScreeningRules.Stuck) ? screening.Stuck : null,
            fresh,
            fresh is null ? -1 : Array.FindIndex(points, point => point.Profile.Name == fresh.By));
    }

    private int[] IndicesOf(IReadOnlyList<string> names) =>
        [.. points.Index().Where(point => names.Contains(point.Item.Profile.Name)).Select(point => point.Index)];

    /// <summary>The rules of a point that look back; null for what it has not, or what is switched off.</summary>
    private readonly record struct Rules(RateRule? Rate, StuckRule? Stuck, FreshRule? Fresh, int FreshBy);
}
