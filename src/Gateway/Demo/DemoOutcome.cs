using System.Buffers;
using Gateway.Influx;
using Gateway.Pipeline;

namespace Gateway.Demo;

/// <summary>Judges a demo: what was recorded against what the database has, what was computed against what was true.</summary>
internal static class DemoOutcome
{
    public static DemoSummary Of(DemoState state, GatewayPipeline pipeline, DemoDatabase database)
    {
        var status = state.Status;
        var recorded = PointsRecorded(pipeline, status.Site, status.Gateway);
        var delivered = database.CountPoints() ?? status.Delivery!.PointsReleased;
        return new DemoSummary(
            state.Elapsed.TotalSeconds,
            state.PlantElapsed.TotalSeconds,
            [.. status.Devices.Select(device => new DeviceSummary(device.Device, device.Link, device.Polls, device.FailedPolls))],
            status.Journal.ReadingsRecorded,
            recorded,
            delivered,
            Math.Max(0, recorded - delivered),
            [.. status.Retrofits.Select(retrofit => new RetrofitSummary(
                retrofit.Retrofit, retrofit.SavedKwh, state.Truth.SavedKwh.GetValueOrDefault(retrofit.Retrofit),
                retrofit.MeasuredKwh, state.Truth.MeasuredKwh.GetValueOrDefault(retrofit.Retrofit), retrofit.CoveredHours * 3600))],
            [.. status.Stacks.SelectMany(stack => stack.Pollutants.Select(pollutant => new PollutantSummary(
                stack.Stack, pollutant.Pollutant, pollutant.LoadKg,
                state.Truth.LoadKg.GetValueOrDefault((stack.Stack, pollutant.Pollutant)), pollutant.CoveredHours * 3600)))]);
    }

    // Counted from the journal itself, not from what was sent.
    private static long PointsRecorded(GatewayPipeline pipeline, string site, string gateway)
    {
        using var reader = new TickReader(pipeline.Journal.Read(pipeline.Journal.FirstSeq), pipeline.Catalog);
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
