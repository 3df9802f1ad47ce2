namespace Gateway.Modbus;

/// <summary>
/// The checksum of a Modbus RTU frame: polynomial 0xA001 (reflected), start 0xFFFF
/// (Modbus over Serial Line V1.02, 6.2.2; the check value of "123456789" is 0x4B37).
/// </summary>
public static class Crc16
{
    private static readonly ushort[] Table = BuildTable();

    /// <summary>Computes the checksum; its low byte goes on the wire first.</summary>
    public static ushort Compute(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0xFFFF;
        foreach (var value in bytes)
            crc = (ushort)((crc >> 8) ^ Table[(byte)(crc ^ value)]);
        return crc;
    }

    private static ushort[] BuildTable()
    {
        var table = new ushort[256];
        for (var index = 0; index < table.Length; index++)
        {
            var crc = index;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xA001;
            table[index] = (ushort)crc;
        }

        return table;
    }
}
