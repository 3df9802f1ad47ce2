namespace Gateway.Status;

/// <summary>The wire's counters as Prometheus families: per device, and per link with what only a link can know.</summary>
internal static class WireMetrics
{
    private const double MsPerS = 1000;

    public static void Write(PrometheusWriter text, GatewayStatus status)
    {
        WriteCounts(text, "device", [.. status.Devices.Select(device => (device.Device, device.Wire))]);
        WriteCounts(text, "link", [.. status.Links.Select(link => (link.Link, link.Wire))]);
        OfLinks("crc_errors_total", "counter", "Frames thrown away because of their checksum.", link => link.CrcErrors);
        OfLinks("discarded_bytes_total", "counter", "Bytes of no answer, damaged frames included.", link => link.DiscardedBytes);
        OfLinks("sent_bytes_total", "counter", "Bytes sent.", link => link.SentBytes);
        OfLinks("received_bytes_total", "counter", "Bytes received in whole frames.", link => link.ReceivedBytes);
        OfLinks("busy_seconds_total", "counter", "Time that requests took; its rate is the utilisation of the bus.", link => link.BusyS);
        OfLinks("missed_slots_total", "counter", "Polls left out because the link was busy.", link => link.Polling.MissedSlots);

        text.Family(
            "gateway_link_utilisation_ratio", "gauge", "Part of the time that polls took lately; above 1 they run side by side.",
            from link in status.Links
            where link.Polling.UtilisationPct is not null
            select (PrometheusWriter.Label("link", link.Link), link.Polling.UtilisationPct!.Value / 100));
        text.Family(
            "gateway_link_lateness_seconds", "gauge", "How late behind its time a share of the polls began at most.",
            status.Links.SelectMany(link => Quantiles(("link", link.Link), link.Polling.LatenessP50Ms, link.Polling.LatenessP99Ms)));
        text.Family(
            "gateway_device_refused_points", "gauge", "Points that a device does not give while it gives others.",
            from device in status.Devices
            select (PrometheusWriter.Label("device", device.Device), (double)device.Refused.Sum(read => read.Points.Count)));

        void OfLinks(string name, string type, string help, Func<LinkStatus, double> value) => text.Family(
            $"gateway_link_{name}", type, help, status.Links.Select(link => (PrometheusWriter.Label("link", link.Link), value(link))));
    }

    private static void WriteCounts(PrometheusWriter text, string kind, IReadOnlyList<(string Name, WireCounts Wire)> counted)
    {
        Counter("requests_total", "Requests sent, and those that found the link closed.", wire => wire.Requests);
        Counter("timeouts_total", "Requests without an answer in time.", wire => wire.Timeouts);
        Counter("invalid_replies_total", "Requests with a damaged or foreign answer.", wire => wire.InvalidReplies);
        Counter("disconnects_total", "Requests that found the link closed.", wire => wire.Disconnects);
        text.Family(
            $"gateway_{kind}_exceptions_total", "counter", "Requests refused with a Modbus exception, by its code in hexadecimal.",
            from entry in counted
            from exception in entry.Wire.Exceptions
            select (PrometheusWriter.Labels((kind, entry.Name), ("code", exception.Code)), (double)exception.Count));
        text.Family(
            $"gateway_{kind}_round_trip_seconds", "gauge", "Time from request to answer that a share of the answers did not exceed.",
            counted.SelectMany(entry => Quantiles((kind, entry.Name), entry.Wire.RoundTripP50Ms, entry.Wire.RoundTripP99Ms)));

        void Counter(string name, string help, Func<WireCounts, long> value) => text.Family(
            $"gateway_{kind}_{name}", "counter", help,
            counted.Select(entry => (PrometheusWriter.Label(kind, entry.Name), (double)value(entry.Wire))));
    }

    private static IEnumerable<(string Labels, double Value)> Quantiles((string Key, string Value) label, double? p50Ms, double? p99Ms)
    {
        if (p50Ms is { } half)
        {
            yield return (PrometheusWriter.Labels(label, ("quantile", "0.5")), half / MsPerS);
        }

        if (p99Ms is { } most)
        {
            yield return (PrometheusWriter.Labels(label, ("quantile", "0.99")), most / MsPerS);
        }
    }
}
