using Gateway.Yaml;

namespace Gateway.Configuration;

/// <summary>Reads <c>modbus_server:</c>, the values for a PLC or SCADA.</summary>
internal static class ModbusServerSection
{
    // Ports below 1024 take a privilege on Linux, so not 502.
    private const int DefaultPort = 1502;
    private const string DefaultListen = "127.0.0.1:1502";

    public static ModbusServerOptions? Read(YamlMap root)
    {
        var map = root.MapOrNull("modbus_server");
        if (map is null)
        {
            return null;
        }

        var endPoint = map.Listen("listen", DefaultPort, DefaultListen);
        var unit = (byte)map.Integer("unit", 1, 247, 1);
        map.RejectUnknownKeys();
        var place = map.Has("listen") ? map.PlaceOf("listen") : root.PlaceOf("modbus_server");
        return endPoint is null ? null : new ModbusServerOptions(endPoint, unit, place);
    }
}
