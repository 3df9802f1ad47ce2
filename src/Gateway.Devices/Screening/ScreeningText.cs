using System.Globalization;
using Gateway.Yaml;

namespace Gateway.Devices;

/// <summary>Says in words by what a point is screened.</summary>
public static class ScreeningText
{
    /// <summary>A line for each rule that the point has, with what it judges by, or that it is switched off.</summary>
    /// <param name="point">The point.</param>
    /// <param name="points">All points of its device, among them those that speak for it.</param>
    public static IReadOnlyList<string> Describe(PointProfile point, IReadOnlyList<PointProfile> points) =>
    [
        .. from rule in ScreeningRuleNames.ByName
           let text = Of(rule.Value, point, points)
           where text.Length > 0
           select $"{rule.Key}: {(point.Screening.Has(rule.Value) ? text : "off")}",
    ];

    /// <summary>What one rule of a point judges by; empty where it has nothing to judge by.</summary>
    /// <param name="rule">One rule.</param>
    /// <param name="point">The point.</param>
    /// <param name="points">All points of its device.</param>
    public static string Of(ScreeningRules rule, PointProfile point, IReadOnlyList<PointProfile> points) => rule switch
    {
        ScreeningRules.Sentinel => string.Join(", ", point.NotAvailable.Select(Pattern)),
        ScreeningRules.Range => Range(point),
        ScreeningRules.Status => string.Join(", ", points.Where(other => SpeaksFor(other, point)).Select(other => other.Name)),
        ScreeningRules.Rate => Rate(point),
        ScreeningRules.Stuck => Stuck(point),
        ScreeningRules.Stale => point.Screening.Fresh is { } fresh
            ? $"no change of {fresh.By} for more than {DurationText.Write(fresh.Within)}"
            : "",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Not one rule."),
    };

    private static bool SpeaksFor(PointProfile status, PointProfile point) =>
        status.Status is { } meaning && meaning.AppliesTo.Contains(point.Name)
        && (meaning.Bits.Any(bit => bit.Quality is not null)
            || meaning.Codes is { } codes && codes.ByNumber.Values.Append(codes.Other).Any(code => code?.Quality is not null));

    private static string Range(PointProfile point) =>
        (point.Min, point.Max) switch
        {
            ({ } min, { } max) => $"{Number(min)} to {Number(max)}{Unit(point)}",
            ({ } min, null) => $"at least {Number(min)}{Unit(point)}",
            (null, { } max) => $"at most {Number(max)}{Unit(point)}",
            _ => point.Meanings.Count > 0 ? "a code that the profile names" : "",
        };

    private static string Rate(PointProfile point) =>
        point.Screening.Rate is not { } rate ? ""
        : $"at most {Number(rate.LargestPerS)}{Unit(point)} per second{(rate.MayFall ? ", a fall is not judged" : "")}; "
            + $"a step is accepted after {rate.AcceptAfter.ToString(CultureInfo.InvariantCulture)} readings";

    private static string Stuck(PointProfile point)
    {
        if (point.Screening.Stuck is not { } stuck)
        {
            return "";
        }

        var band = stuck.Band > 0 ? $" within {Number(stuck.Band)}{Unit(point)}" : "";
        var except = stuck.Except.Count > 0 ? $", except at {string.Join(", ", stuck.Except.Select(Number))}" : "";
        return $"no change{band} for {DurationText.Write(stuck.After)}{except}";
    }

    private static string Unit(PointProfile point) => point.Unit.Length > 0 ? $" {point.Unit}" : "";

    private static string Pattern(ulong pattern) => $"0x{pattern.ToString("X4", CultureInfo.InvariantCulture)}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
