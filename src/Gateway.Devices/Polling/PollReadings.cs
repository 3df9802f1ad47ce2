using Gateway.Core;
using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>The readings of the poll that is going on, and what they make of each other.</summary>
internal sealed class PollReadings
{
    private readonly PolledPoint[] points;
    private readonly DeviceScreen screen;
    private readonly Reading[] latest;
    private readonly double[] values;

    public PollReadings(PolledPoint[] points)
    {
        this.points = points;
        latest = new Reading[points.Length];
        values = new double[points.Length];
        screen = new DeviceScreen(points);
    }

    /// <summary>What the screening has found so far. May be read from any thread.</summary>
    public IReadOnlyList<ScreeningMark> Marks => screen.Marks;

    /// <summary>Takes what a read brought, or why it brought nothing.</summary>
    public void Take(PolledBlock block, in ReadResult result, DateTimeOffset time)
    {
        if (!result.IsSuccess)
        {
            foreach (var index in block.Points)
            {
                TakeFailure(index, result, time);
            }

            return;
        }

        block.Decoder.Decode(block.Reply, values);
        for (var i = 0; i < block.Points.Length; i++)
        {
            // A point that takes its scale from another is judged when that one is known.
            var point = points[block.Points[i]];
            var (value, quality) = point.Scale < 0 ? PointScreen.Judge(point.Profile, values[i]) : (values[i], Quality.Good);
            latest[block.Points[i]] = new Reading(point.Series, time, value, quality);
        }
    }

    /// <summary>Takes the reason for which a point has no value.</summary>
    public void TakeFailure(int point, in ReadResult result, DateTimeOffset time) =>
        latest[point] = new Reading(points[point].Series, time, double.NaN, ReadVerdict.QualityOf(result));

    /// <summary>Gives a reading for each point that was due.</summary>
    public void HandOver(ulong due, ICollection<Reading> readings)
    {
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i].Scale >= 0 && points[i].IsDue(due))
            {
                Scale(i);
            }
        }

        screen.Screen(latest, due);
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i].IsDue(due))
            {
                readings.Add(latest[i]);
            }
        }
    }

    private void Scale(int index)
    {
        var (point, reading, scale) = (points[index].Profile, latest[index], latest[points[index].Scale]);
        if (!reading.Quality.IsUsable)
        {
            return;
        }

        var (value, quality) = double.IsNaN(reading.Value) ? (double.NaN, Quality.NotAvailable)
            : !scale.Quality.IsUsable ? (double.NaN, scale.Quality)
            : Judge(point, point.ScaleFrom!.Apply(reading.Value, scale.Value, point.Offset));
        latest[index] = reading with { Value = value, Quality = quality };
    }

    // No scale that the profile's mode knows: the number was there, but nobody can say what it means.
    private static (double Value, Quality Quality) Judge(PointProfile point, double value) =>
        double.IsNaN(value) ? (double.NaN, Quality.OutOfRange) : PointScreen.Judge(point, value);
}
