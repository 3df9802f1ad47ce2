using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>
/// What a running gateway cannot change: what its data are filed under, and where it listens. A file that changes one of these is refused
/// as a whole, for half a change would be none that anybody wrote.
/// </summary>
internal static class FixedKeys
{
    /// <summary>A fault for each of them that is not as it was.</summary>
    public static void Require(YamlMap root, GatewayOptions options, GatewayOptions running)
    {
        Require("site", options.Site == running.Site);
        Require("gateway", options.Gateway == running.Gateway);
        Require("data", options.DataFolder == running.DataFolder);
        Require("storage", options.Storage == running.Storage);
        Require("clock", options.HasNtp == running.HasNtp);
        Require("http", Equals(options.Http?.Listen, running.Http?.Listen));
        Require("broker", options.BrokerServer?.Text == running.BrokerServer?.Text);
        Require(
            "modbus_server",
            Equals(options.ModbusServer?.Listen, running.ModbusServer?.Listen) && options.ModbusServer?.Unit == running.ModbusServer?.Unit);

        void Require(string key, bool isAsBefore)
        {
            if (!isAsBefore)
            {
                root.Fault(key, $"'{key}' cannot change while the gateway runs: restart it to take this file");
            }
        }
    }
}
