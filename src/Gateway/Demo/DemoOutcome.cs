using System.Buffers;
using Gateway.Influx;
using Gateway.Pipeline;

namespace Gateway.Demo;

/// <summary>Judges a demo: what was recorded against what the database took.</summary>
internal static class DemoOutcome
{
    /// <param name="state">As it was at the end.</param>
    /// <param name="pipeline">The gateway, at rest.</param>
    /// <param name="pointsDelivered">What the database took in this run.</param>
    public static DemoSummary Of(DemoState state, GatewayPipeline pipeline, long pointsDelivered)
    {
        var status = state.Status;
        var recorded = PointsToDeliver(pipeline, status.Site, status.Gateway);
        return new DemoSummary(
            state.Elapsed.TotalSeconds,
            state.PlantElapsed.TotalSeconds,
            [.. status.Devices.Select(device => new DeviceSummary(device.Device, device.Link, device.Polls, device.FailedPolls))],
            status.Journal.ReadingsRecorded,
            recorded,
            pointsDelivered,
            Math.Max(0, recorded - pointsDelivered),
            state.Retrofits,
            state.Pollutants);
    }

    // Counted from the journal itself, not from what was sent; a journal kept from before may have brought a backlog.
    private static long PointsToDeliver(GatewayPipeline pipeline, string site, string gateway)
    {
        using var reader = new TickReader(pipeline.Journal.Read(pipeline.FirstToDeliver), pipeline.Catalog);
        var lines = new ArrayBufferWriter<byte>();
        long points = 0;
        while (reader.TryRead(out var recorded))
        {
            lines.ResetWrittenCount();
            points += LineProtocol.Write(
                recorded.Catalog, [.. recorded.Tick.Readings, .. recorded.Tick.Results], site, gateway, lines);
        }

        return points;
    }
}
