using Gateway.Status;

namespace Gateway.Bridge;

/// <summary>A bridge's status as Prometheus reads it.</summary>
internal static class BridgeMetrics
{
    public static string Write(BridgeStatus status)
    {
        var text = new PrometheusWriter();
        One("gateway_bridge_broker_connected", "gauge", "1 while connected to the broker.", status.Broker.Connected ? 1 : 0);
        One("gateway_bridge_messages_received_total", "counter", "Messages taken in since start.", status.Messages.Received);
        One("gateway_bridge_messages_malformed_total", "counter", "Messages that were none.", status.Messages.Malformed);
        One("gateway_bridge_messages_overflowed_total", "counter", "Messages let go at the bound; their gateways send them again.",
            status.Messages.Overflowed);
        One("gateway_bridge_messages_acknowledged_total", "counter", "Messages acknowledged to their gateways and to the broker.",
            status.Messages.Acknowledged);
        One("gateway_bridge_bytes_on_hand", "gauge", "Payload taken in and not yet acknowledged.", status.Messages.BytesOnHand);
        One("gateway_bridge_database_accepts", "gauge", "0 while the database takes nothing.", status.Database.Accepts ? 1 : 0);
        One("gateway_bridge_batches_total", "counter", "Batches stored since start.", status.Database.Batches);
        One("gateway_bridge_lines_stored_total", "counter", "Lines stored since start.", status.Database.LinesStored);
        One("gateway_bridge_lines_rejected_total", "counter", "Lines that the database refused for good.", status.Database.LinesRejected);
        One("gateway_bridge_write_retries_total", "counter", "Pauses before a write was tried again.", status.Database.Retries);
        if (status.Holes is { } holes)
        {
            One("gateway_bridge_holes_total", "counter", "Holes found in the gateways' numbers since start.", holes.Found);
            One("gateway_bridge_missing_entries", "gauge", "Numbers in the holes that stand open.", holes.Missing);
        }

        return text.ToString();

        void One(string name, string type, string help, double value) => text.Family(name, type, help, [(string.Empty, value)]);
    }
}
