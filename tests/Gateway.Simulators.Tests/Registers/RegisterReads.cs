using Gateway.Modbus;

namespace Gateway.Simulators.Tests.Registers;

/// <summary>Reads registers off devices and decodes them by hand, on code of its own.</summary>
internal static class RegisterReads
{
    public const byte DriveUnit = 2;
    public const byte MeterUnit = 1;
    public const byte MonitorUnit = 1;

    public static byte[] Drive(PlantDevices devices, DateTimeOffset at, int address, int count) =>
        Read(devices, DeviceWire.Serial, at, new ReadRequest(DriveUnit, ModbusTable.HoldingRegister, (ushort)address, (ushort)count));

    public static byte[] Meter(PlantDevices devices, DateTimeOffset at, int address, int count) =>
        Read(devices, DeviceWire.Serial, at, new ReadRequest(MeterUnit, ModbusTable.InputRegister, (ushort)address, (ushort)count));

    public static byte[] Monitor(PlantDevices devices, DateTimeOffset at, int address, int count) =>
        Read(devices, DeviceWire.Tcp, at, new ReadRequest(MonitorUnit, ModbusTable.InputRegister, (ushort)address, (ushort)count));

    public static ModbusExceptionCode? Verdict(ReadHandler device, byte unit, ModbusTable table, int address, int count) =>
        device(new ReadRequest(unit, table, (ushort)address, (ushort)count), new byte[count * 2]);

    /// <summary>Bytes a b c d as a float a b c d.</summary>
    public static float Abcd(ReadOnlySpan<byte> bytes) =>
        BitConverter.Int32BitsToSingle((bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3]);

    /// <summary>Bytes a b c d as a number c d a b.</summary>
    public static int Cdab(ReadOnlySpan<byte> bytes) => (bytes[2] << 24) | (bytes[3] << 16) | (bytes[0] << 8) | bytes[1];

    private static byte[] Read(PlantDevices devices, DeviceWire wire, DateTimeOffset at, ReadRequest request)
    {
        var bytes = new byte[request.ByteCount];
        Assert.Equal(ModbusExceptionCode.None, devices.Answer(wire, at, request, bytes).Code);
        return bytes;
    }
}
