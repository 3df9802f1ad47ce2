using System.Globalization;
using System.Text;

namespace Gateway.Status;

/// <summary>The status as Prometheus reads it (text exposition format 0.0.4).</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(GatewayStatus status)
    {
        var text = new StringBuilder();
        Family(text, "gateway_device_polls_total", "counter", "Polls of a device.",
            status.Devices.Select(device => (Label("device", device.Device), (double)device.Polls)));
        Family(text, "gateway_device_failed_polls_total", "counter", "Polls of a device that gave at least one point no value.",
            status.Devices.Select(device => (Label("device", device.Device), (double)device.FailedPolls)));
        Family(text, "gateway_retrofit_saved_kwh", "gauge", "Energy saved since counting began, may fall.",
            status.Retrofits.Select(retrofit => (Label("retrofit", retrofit.Retrofit), retrofit.SavedKwh)));
        Family(text, "gateway_retrofit_measured_kwh", "counter", "Energy measured on the covered time.",
            status.Retrofits.Select(retrofit => (Label("retrofit", retrofit.Retrofit), retrofit.MeasuredKwh)));
        Family(text, "gateway_stack_load_kg", "counter", "Mass of a pollutant emitted on the covered time.",
            from stack in status.Stacks
            from pollutant in stack.Pollutants
            select ($"{{stack=\"{stack.Stack}\",pollutant=\"{pollutant.Pollutant}\"}}", pollutant.LoadKg));
        Family(text, "gateway_readings_recorded_total", "counter", "Readings and results written to the journal since start.",
            [(string.Empty, status.Journal.ReadingsRecorded)]);
        Family(text, "gateway_journal_bytes", "gauge", "Size of the journal on disk.", [(string.Empty, status.Journal.Bytes)]);
        Family(text, "gateway_entries_dropped_total", "counter", "Entries deleted at the journal's bound before they were delivered.",
            [(string.Empty, status.Journal.EntriesDropped)]);
        WriteDelivery(text, status.Delivery);
        return text.ToString();
    }

    private static void WriteDelivery(StringBuilder text, DeliveryStatus? delivery)
    {
        if (delivery is null)
        {
            return;
        }

        Family(text, "gateway_broker_connected", "gauge", "1 while connected to the broker.", [(string.Empty, delivery.Connected ? 1 : 0)]);
        Family(text, "gateway_backlog_entries", "gauge", "Journal entries not yet acknowledged by the bridge.",
            [(string.Empty, delivery.BacklogEntries)]);
        Family(text, "gateway_points_released_total", "counter", "Points acknowledged by the bridge since start.",
            [(string.Empty, delivery.PointsReleased)]);
        Family(text, "gateway_entries_set_aside_total", "counter", "Entries larger than the broker takes.",
            [(string.Empty, delivery.SetAside)]);
        Family(text, "gateway_entries_resent_total", "counter", "Entries sent again since start.", [(string.Empty, delivery.Resent)]);
    }

    private static void Family(
        StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var (labels, value) in samples)
        {
            text.Append(name).Append(labels).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    // Names are letters, digits, '_', '-' and '.', so a label needs no escaping.
    private static string Label(string key, string value) => $"{{{key}=\"{value}\"}}";
}
