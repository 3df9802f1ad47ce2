using Gateway.Mqtt.Sparkplug;

namespace Gateway.Status;

/// <summary>The status as Prometheus reads it (text exposition format 0.0.4).</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(GatewayStatus status)
    {
        var text = new PrometheusWriter();
        text.Family("gateway_device_polls_total", "counter", "Polls of a device.",
            status.Devices.Select(device => (PrometheusWriter.Label("device", device.Device), (double)device.Polls)));
        text.Family("gateway_device_failed_polls_total", "counter", "Polls of a device that gave at least one point no value.",
            status.Devices.Select(device => (PrometheusWriter.Label("device", device.Device), (double)device.FailedPolls)));
        text.Family("gateway_screened_readings_total", "counter", "Readings that a screening rule found fault with.",
            from device in status.Devices
            from mark in device.Screening
            select (PrometheusWriter.Labels(("device", device.Device), ("field", mark.Field), ("rule", mark.Rule)), (double)mark.Readings));
        text.Family("gateway_retrofit_saved_kwh", "gauge", "Energy saved since counting began, may fall.",
            status.Retrofits.Select(retrofit => (PrometheusWriter.Label("retrofit", retrofit.Retrofit), retrofit.SavedKwh)));
        text.Family("gateway_retrofit_measured_kwh", "counter", "Energy measured on the covered time.",
            status.Retrofits.Select(retrofit => (PrometheusWriter.Label("retrofit", retrofit.Retrofit), retrofit.MeasuredKwh)));
        text.Family("gateway_stack_load_kg", "counter", "Mass of a pollutant emitted on the covered time.",
            from stack in status.Stacks
            from pollutant in stack.Pollutants
            select (PrometheusWriter.Labels(("stack", stack.Stack), ("pollutant", pollutant.Pollutant)), pollutant.LoadKg));
        text.Family("gateway_readings_recorded_total", "counter", "Readings and results written to the journal since start.",
            [(string.Empty, status.Journal.ReadingsRecorded)]);
        text.Family("gateway_journal_bytes", "gauge", "Size of the journal on disk.", [(string.Empty, status.Journal.Bytes)]);
        text.Family("gateway_entries_dropped_total", "counter", "Entries deleted at the journal's bound before they were delivered.",
            [(string.Empty, status.Journal.EntriesDropped)]);
        WireMetrics.Write(text, status);
        WriteDelivery(text, status.Delivery);
        WriteSparkplug(text, status.Sparkplug);
        WriteConfiguration(text, status.Configuration);
        WriteClock(text, status.Clock);
        return text.ToString();
    }

    private static void WriteConfiguration(PrometheusWriter text, ConfigurationStatus? configuration)
    {
        if (configuration is not null)
        {
            text.Family("gateway_configuration_refused", "gauge", "1 while the configuration on disk cannot be used and an older one runs.",
                [(string.Empty, configuration.Refused is null ? 0 : 1)]);
            text.Family("gateway_configuration_changes_total", "counter", "Configurations taken up since start.",
                [(string.Empty, configuration.Changes)]);
        }
    }

    private static void WriteClock(PrometheusWriter text, ClockStatus? clock)
    {
        if (clock is null)
        {
            return;
        }

        if (clock.Synchronised is { } synchronised)
        {
            text.Family("gateway_clock_synchronised", "gauge", "1 while a time service keeps the machine's clock right.",
                [(string.Empty, synchronised ? 1 : 0)]);
        }

        text.Family("gateway_clock_ahead_seconds", "gauge", "How far stamps are ahead of the machine's clock after it was set back.",
            [(string.Empty, clock.AheadS)]);
        text.Family("gateway_clock_steps_total", "counter", "How often the machine's clock was set since start.",
            [(string.Empty, clock.Steps)]);
    }

    private static void WriteDelivery(PrometheusWriter text, DeliveryStatus? delivery)
    {
        if (delivery is null)
        {
            return;
        }

        text.Family("gateway_broker_connected", "gauge", "1 while connected to the broker.", [(string.Empty, delivery.Connected ? 1 : 0)]);
        text.Family("gateway_backlog_entries", "gauge", "Journal entries not yet acknowledged by the bridge.",
            [(string.Empty, delivery.BacklogEntries)]);
        text.Family("gateway_points_released_total", "counter", "Points acknowledged by the bridge since start.",
            [(string.Empty, delivery.PointsReleased)]);
        text.Family("gateway_entries_set_aside_total", "counter", "Entries larger than the broker takes.",
            [(string.Empty, delivery.SetAside)]);
        text.Family("gateway_points_rejected_total", "counter", "Points that the database refused for good since start.",
            [(string.Empty, delivery.PointsRejected)]);
        text.Family("gateway_entries_resent_total", "counter", "Entries sent again since start.", [(string.Empty, delivery.Resent)]);
    }

    private static void WriteSparkplug(PrometheusWriter text, SparkplugStatus? sparkplug)
    {
        if (sparkplug is null)
        {
            return;
        }

        text.Family("gateway_sparkplug_online", "gauge", "1 while the Sparkplug edge node is born.",
            [(string.Empty, sparkplug.IsOnline ? 1 : 0)]);
        text.Family("gateway_sparkplug_births_total", "counter", "NBIRTHs since start.", [(string.Empty, sparkplug.Births)]);
        text.Family("gateway_sparkplug_published_total", "counter", "Sparkplug messages handed to a broker since start.",
            [(string.Empty, sparkplug.Published)]);
        text.Family("gateway_sparkplug_dropped_values_total", "counter", "Values given up because no host listened for too long.",
            [(string.Empty, sparkplug.DroppedValues)]);
    }
}
