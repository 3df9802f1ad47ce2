using Gateway.Core;

namespace Gateway.Devices.Tests;

/// <summary>A device whose polls are made up, screened as the gateway does it. All of its points are due at each poll.</summary>
internal sealed class ScreenedDevice
{
    public static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private readonly PolledPoint[] points;
    private readonly DeviceScreen screen;
    private readonly Reading[] poll;

    public ScreenedDevice(DeviceProfile profile)
    {
        points = [.. profile.Points.Index().Select(point => new PolledPoint(point.Item, point.Index, 1, -1))];
        screen = new DeviceScreen(points);
        poll = new Reading[points.Length];
    }

    public static ScreenedDevice Of(string tail) => new(ProfileTexts.Profile("points:\n" + tail));

    public IReadOnlyList<ScreeningMark> Marks => screen.Marks;

    /// <summary>A poll that brings these values, one for each point; NaN for one that timed out.</summary>
    public ReadOnlySpan<Reading> Poll(double second, params ReadOnlySpan<double> values)
    {
        for (var i = 0; i < points.Length; i++)
        {
            var (value, quality) = double.IsNaN(values[i])
                ? (double.NaN, Quality.Timeout)
                : PointScreen.Judge(points[i].Profile, values[i]);
            poll[i] = new Reading(i, Start.AddSeconds(second), value, quality);
        }

        screen.Screen(poll, 1);
        return poll;
    }

    /// <summary>The first point's qualities for a row of values, one poll a second.</summary>
    public Quality[] Row(params ReadOnlySpan<double> values)
    {
        var qualities = new Quality[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            qualities[i] = Poll(i, values[i])[0].Quality;
        }

        return qualities;
    }
}
