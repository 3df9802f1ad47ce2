using System.Buffers.Binary;
using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Commissioning;

/// <summary>Reads registers whose type nobody knows yet, and says what they might be.</summary>
internal static class RegisterReader
{
    /// <summary>Enough for a handful of holes; a device that refuses everything must not be asked for each register.</summary>
    private const int MostHalvings = 32;

    private static readonly (string Name, PointType Type)[] Candidates =
    [
        ("float32", PointType.F32), ("int32", PointType.S32), ("uint32", PointType.U32), ("float64", PointType.F64),
        ("int64", PointType.S64),
    ];

    /// <summary>
    /// Reads a range, in as many requests as the protocol needs. What the device refuses is halved, so that a hole costs only itself; what
    /// could not be read is missing.
    /// </summary>
    public static async Task<IReadOnlyList<RegisterReadout>> ReadAsync(
        RegisterRange range, byte unit, RecordingClient client, CancellationToken cancellationToken)
    {
        var rows = new List<RegisterReadout>();
        var buffer = new byte[ReadRequest.MaxRegisters * 2];
        var halvings = MostHalvings;
        var parts = new Stack<(int Address, int Count)>(Requests(range).Reverse());
        while (parts.TryPop(out var part))
        {
            var (address, count) = part;
            var result = await client.ReadAsync(
                new ReadRequest(unit, range.Table, (ushort)address, (ushort)count), buffer, cancellationToken);
            if (ReadVerdict.IsSilence(result))
            {
                break;
            }

            if (count > 1 && halvings > 0
                && result.Exception is ModbusExceptionCode.IllegalDataAddress or ModbusExceptionCode.IllegalDataValue)
            {
                halvings--;
                parts.Push((address + (count / 2), count - (count / 2)));
                parts.Push((address, count / 2));
            }

            for (var index = 0; result.IsSuccess && index < count; index++)
            {
                rows.Add(Row(range.Table, address + index, buffer, index));
            }
        }

        return rows;
    }

    /// <summary>The registers two by two and four by four from the first one on, as numbers in all four orders.</summary>
    public static IReadOnlyList<Interpretation> Interpret(RegisterRange range, RecordingClient client) =>
    [
        .. from candidate in Candidates
           let size = candidate.Type.Size
           from index in Enumerable.Range(0, range.Count / size)
           let address = range.Address + (index * size)
           let raw = client.Raw(range.Table, address, size)
           where raw is not null
           select new Interpretation(
               RegisterReference.NameOf(range.Table),
               address,
               RegisterReference.Of(range.Table, address),
               Hex(raw),
               candidate.Name,
               Number(raw, candidate.Type, ByteOrder.Abcd),
               Number(raw, candidate.Type, ByteOrder.Cdab),
               Number(raw, candidate.Type, ByteOrder.Badc),
               Number(raw, candidate.Type, ByteOrder.Dcba)),
    ];

    /// <summary>Registers in hexadecimal, parted by blanks; a single bit as 0 or 1.</summary>
    public static string Hex(ReadOnlySpan<byte> raw)
    {
        if (raw.Length == 1)
        {
            return raw[0] == 0 ? "0" : "1";
        }

        var registers = new string[raw.Length / 2];
        for (var i = 0; i < registers.Length; i++)
        {
            registers[i] = Convert.ToHexString(raw.Slice(i * 2, 2));
        }

        return string.Join(' ', registers);
    }

    private static IEnumerable<(int Address, int Count)> Requests(RegisterRange range)
    {
        var end = Math.Min(range.Address + range.Count, 65536);
        for (var address = range.Address; address < end; address += ReadRequest.MaxRegisters)
        {
            yield return (address, Math.Min(ReadRequest.MaxRegisters, end - address));
        }
    }

    private static RegisterReadout Row(ModbusTable table, int address, ReadOnlySpan<byte> data, int index)
    {
        var raw = data.Slice(index * 2, 2);
        return new RegisterReadout(
            RegisterReference.NameOf(table),
            address,
            RegisterReference.Of(table, address),
            Hex(raw),
            BinaryPrimitives.ReadUInt16BigEndian(raw),
            BinaryPrimitives.ReadInt16BigEndian(raw));
    }

    private static double? Number(byte[] raw, PointType type, ByteOrder order) =>
        RegisterDecoder.Number(RegisterDecoder.Bits(raw, order), type) is var number && double.IsFinite(number) ? number : null;
}
