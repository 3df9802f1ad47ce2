using System.Buffers.Binary;
using Gateway.Core;
using Gateway.Modbus;
using Gateway.Pipeline;
using Gateway.Status;

namespace Gateway.Northbound;

/// <summary>What the registers hold at this instant. Safe to ask from several connections.</summary>
/// <param name="map">Where each series stands.</param>
/// <param name="catalog">The series.</param>
/// <param name="latest">Their newest readings.</param>
/// <param name="health">Whether the gateway does its job.</param>
/// <param name="clock">The clock that the readings are stamped by.</param>
internal sealed class RegisterImage(RegisterMap map, Catalog catalog, LatestValues latest, Func<Health> health, TimeProvider clock)
{
    /// <summary>Counts up each second: where it stands still, the gateway does.</summary>
    public const int HeartbeatAddress = 0;

    /// <summary>1 while the gateway is healthy, else 0.</summary>
    public const int HealthAddress = 1;

    /// <summary>How many series are mapped.</summary>
    public const int CountAddress = 2;

    private const int OwnRegisters = 3;

    // The quiet NaN without a sign, which a PLC compares with; .NET's own has one.
    private const uint SingleNaN = 0x7FC0_0000;
    private const ulong DoubleNaN = 0x7FF8_0000_0000_0000;

    private readonly int[] addresses = [.. map.Entries.Select(entry => entry.Address)];
    private readonly int?[] seriesOf = [.. map.Entries.Select(entry => catalog.Find(entry.Series))];

    /// <summary>Answers a read of holding or input registers, which hold the same; any address without a meaning is refused.</summary>
    public ModbusExceptionCode Read(ReadRequest request, Span<byte> destination)
    {
        if (request.Table is not (ModbusTable.HoldingRegister or ModbusTable.InputRegister))
        {
            return ModbusExceptionCode.IllegalFunction;
        }

        var end = request.Address + request.Count;
        if (end <= OwnRegisters)
        {
            WriteOwn(request, destination);
            return ModbusExceptionCode.None;
        }

        if (map.Entries.Count == 0 || request.Address < RegisterMap.FirstAddress || end > map.Entries[^1].End)
        {
            return ModbusExceptionCode.IllegalDataAddress;
        }

        var now = clock.GetUtcNow();
        var found = Array.BinarySearch(addresses, request.Address);
        for (var index = found >= 0 ? found : ~found - 1; index < addresses.Length && addresses[index] < end; index++)
        {
            WriteEntry(index, now, request, destination);
        }

        return ModbusExceptionCode.None;
    }

    private void WriteOwn(ReadRequest request, Span<byte> destination)
    {
        Span<ushort> own = stackalloc ushort[OwnRegisters];
        own[HeartbeatAddress] = (ushort)clock.GetUtcNow().ToUnixTimeSeconds();
        own[HealthAddress] = health().IsHealthy ? (ushort)1 : (ushort)0;
        own[CountAddress] = (ushort)map.Entries.Count;
        for (var i = 0; i < request.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(destination[(i * 2)..], own[request.Address + i]);
        }
    }

    private void WriteEntry(int index, DateTimeOffset now, ReadRequest request, Span<byte> destination)
    {
        var entry = map.Entries[index];
        Span<byte> registers = stackalloc byte[2 * (entry.End - entry.Address)];
        Encode(entry, seriesOf[index] is { } series ? latest.Of(series) : null, now, registers);
        var end = Math.Min(entry.End, request.Address + request.Count);
        for (var address = Math.Max(entry.Address, request.Address); address < end; address++)
        {
            registers.Slice(2 * (address - entry.Address), 2).CopyTo(destination[(2 * (address - request.Address))..]);
        }
    }

    private static void Encode(RegisterMapEntry entry, Reading? reading, DateTimeOffset now, Span<byte> registers)
    {
        var quality = reading?.Quality ?? Quality.NoData;
        var value = quality.IsUsable ? reading!.Value.Value : double.NaN;
        if (entry.IsWide)
        {
            BinaryPrimitives.WriteUInt64BigEndian(registers, double.IsNaN(value) ? DoubleNaN : BitConverter.DoubleToUInt64Bits(value));
        }
        else
        {
            var bits = double.IsNaN(value) ? SingleNaN : BitConverter.SingleToUInt32Bits((float)value);
            BinaryPrimitives.WriteUInt32BigEndian(registers, bits);
        }

        var ageS = quality == Quality.NoData ? ushort.MaxValue : Math.Clamp((now - reading!.Value.Time).TotalSeconds, 0, ushort.MaxValue);
        BinaryPrimitives.WriteUInt16BigEndian(registers[(2 * entry.ValueLength)..], (ushort)quality);
        BinaryPrimitives.WriteUInt16BigEndian(registers[(2 * (entry.ValueLength + 1))..], (ushort)ageS);
    }
}
