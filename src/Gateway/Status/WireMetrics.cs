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
            from entry in counted
            from quantile in new[] { ("0.5", entry.Wire.RoundTripP50Ms), ("0.99", entry.Wire.RoundTripP99Ms) }
            where quantile.Item2 is not null
            select (PrometheusWriter.Labels((kind, entry.Name), ("quantile", quantile.Item1)), quantile.Item2!.Value / MsPerS));

        void Counter(string name, string help, Func<WireCounts, long> value) => text.Family(
            $"gateway_{kind}_{name}", "counter", help,
            counted.Select(entry => (PrometheusWriter.Label(kind, entry.Name), (double)value(entry.Wire))));
    }
}
