using System.Numerics;

namespace Gateway.Devices;

/// <summary>Counts what the rules find at the points of one device. Counting allocates nothing. To be guarded by its owner.</summary>
internal sealed class ScreeningTally(IReadOnlyList<PointProfile> points)
{
    private static readonly int RuleCount = ScreeningRuleNames.ByName.Count;

    private readonly long[] counts = new long[points.Count * RuleCount];
    private readonly DateTimeOffset[] since = new DateTimeOffset[points.Count * RuleCount];
    private readonly ScreeningRules[] now = new ScreeningRules[points.Count];

    public void Count(int point, ScreeningRules found, DateTimeOffset time)
    {
        var first = point * RuleCount;
        for (var rest = (uint)found; rest != 0; rest &= rest - 1)
        {
            var rule = BitOperations.TrailingZeroCount(rest);
            counts[first + rule]++;
            since[first + rule] = ((uint)now[point] >> rule & 1) != 0 ? since[first + rule] : time;
        }

        now[point] = found;
    }

    public List<ScreeningMark> Snapshot()
    {
        var marks = new List<ScreeningMark>();
        for (var i = 0; i < counts.Length; i++)
        {
            var (point, rule) = (i / RuleCount, (ScreeningRules)(1 << (i % RuleCount)));
            if (counts[i] > 0)
            {
                marks.Add(new ScreeningMark(points[point], rule, counts[i], now[point].HasFlag(rule) ? since[i] : null));
            }
        }

        return marks;
    }
}
