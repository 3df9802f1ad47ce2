using Gateway.Core;
using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Commissioning;

/// <summary>How well a profile fits what a unit answers. Evidence, never a proof: a device may answer at any address.</summary>
/// <param name="Profile">The profile's name.</param>
/// <param name="ScorePct">0–100: the share of the points read that hold something plausible; a zero counts a quarter.</param>
/// <param name="Evidence">The same in words.</param>
internal sealed record ProfileGuess(string Profile, int ScorePct, string Evidence)
{
    /// <summary>
    /// The points of a profile that fits throughout: all that were read answered, none implausibly, most with more than a zero. 0 for one
    /// that does not.
    /// </summary>
    private int Explained { get; init; }

    /// <summary>Points that are read of each profile, spread over it.</summary>
    private const int Sample = 16;

    private const int LowestShown = 25;
    private const double ZeroCounts = 0.25;

    // A value in the wrong byte order or at a foreign address is mostly one of these: a tiny float, or one beyond all measuring.
    private const double SmallestPlausible = 1e-6;
    private const double LargestPlausible = 1e10;

    /// <summary>Reads some points of each profile from a unit; gives those that may fit, the best first.</summary>
    /// <remarks>
    /// Makers keep the registers of a small meter in the larger one, so that the small one's profile fits both. Of those that fit
    /// throughout the largest says most about the device.
    /// </remarks>
    public static async Task<IReadOnlyList<ProfileGuess>> RankAsync(
        IModbusClient client, byte unit, IEnumerable<DeviceProfile> profiles, TimeProvider clock, CancellationToken cancellationToken)
    {
        var guesses = new List<ProfileGuess>();
        foreach (var profile in profiles)
        {
            guesses.Add(await ScoreAsync(client, unit, profile, clock, cancellationToken));
        }

        return
        [
            .. guesses.Where(guess => guess.ScorePct >= LowestShown)
                .OrderByDescending(guess => guess.Explained)
                .ThenByDescending(guess => guess.ScorePct),
        ];
    }

    private static async Task<ProfileGuess> ScoreAsync(
        IModbusClient client, byte unit, DeviceProfile profile, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sampled = profile with { Points = Spread(profile.Points), Texts = [] };
        var points = await DeviceReader.ReadAsync(sampled, unit, new RecordingClient(client), clock, cancellationToken, mostPolls: 1);
        var answered = points.Count(point => point.Raw is not null);
        var zeros = points.Count(point => point is { Raw: not null, Value: 0 });
        var plausible = points.Count(point => point is { Raw: not null, Quality: Quality.Good, Value: { } value } && IsPlausible(value));
        var implausible = answered - plausible - zeros;
        var score = (plausible + (ZeroCounts * zeros)) / points.Count;
        return new ProfileGuess(
            profile.Name,
            (int)Math.Round(100 * score),
            $"of {points.Count} points {answered} answered: {plausible} plausible, {zeros} zero, {implausible} implausible; "
                + $"the profile has {profile.Points.Count}")
        {
            Explained = answered == points.Count && implausible == 0 && plausible > zeros ? profile.Points.Count : 0,
        };
    }

    private static bool IsPlausible(double value) => Math.Abs(value) is >= SmallestPlausible and <= LargestPlausible;

    private static IReadOnlyList<PointProfile> Spread(IReadOnlyList<PointProfile> points) => points.Count <= Sample
        ? points
        : WithScales([.. Enumerable.Range(0, Sample).Select(index => points[index * points.Count / Sample])], points);

    // A value whose scale stands in another point cannot be read without that one.
    private static IReadOnlyList<PointProfile> WithScales(IReadOnlyList<PointProfile> picked, IReadOnlyList<PointProfile> points)
    {
        var scales = picked.Select(point => point.ScaleFrom?.Point).ToHashSet();
        return [.. points.Where(point => picked.Contains(point) || scales.Contains(point.Name))];
    }
}
