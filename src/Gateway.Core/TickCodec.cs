using System.Buffers;
using System.Buffers.Binary;

namespace Gateway.Core;

/// <summary>A <see cref="Tick"/> as bytes, for the journal.</summary>
/// <remarks>
/// <code>
/// u8 version | varint readings | varint results | i64 base time, unix ms
/// each reading and result: varint series | zigzag varint ms since base | u8 quality | f64 value
/// varint checkpoint length | checkpoint
/// </code>
/// Fixed-width numbers are little-endian. A value survives bit for bit, NaN included.
/// </remarks>
public static class TickCodec
{
    private const byte Version = 1;

    /// <summary>Appends the tick to <paramref name="output"/>.</summary>
    public static void Write(Tick tick, IBufferWriter<byte> output)
    {
        var baseTime = FirstTime(tick);
        output.Write([Version]);
        WriteVarint(output, (ulong)tick.Readings.Count);
        WriteVarint(output, (ulong)tick.Results.Count);
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), baseTime);
        output.Advance(sizeof(long));
        WriteReadings(output, tick.Readings, baseTime);
        WriteReadings(output, tick.Results, baseTime);
        WriteVarint(output, (ulong)tick.Checkpoint.Length);
        output.Write(tick.Checkpoint.Span);
    }

    /// <summary>Reads a tick back.</summary>
    /// <exception cref="FormatException">The bytes are not a tick of a known version.</exception>
    public static Tick Read(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty || input[0] != Version)
        {
            throw new FormatException(input.IsEmpty ? "The tick is empty." : $"Tick version {input[0]} is not known here.");
        }

        input = input[1..];
        var readingCount = ReadCount(ref input);
        var resultCount = ReadCount(ref input);
        var baseTime = BinaryPrimitives.ReadInt64LittleEndian(Take(ref input, sizeof(long)));
        var readings = ReadReadings(ref input, readingCount, baseTime);
        var results = ReadReadings(ref input, resultCount, baseTime);
        var checkpoint = Take(ref input, ReadCount(ref input)).ToArray();
        return input.IsEmpty
            ? new Tick(readings, results, checkpoint)
            : throw new FormatException($"{input.Length} bytes too many in a tick.");
    }

    private static long FirstTime(Tick tick) =>
        tick.Readings.Count > 0 ? tick.Readings[0].Time.ToUnixTimeMilliseconds()
        : tick.Results.Count > 0 ? tick.Results[0].Time.ToUnixTimeMilliseconds()
        : 0;

    private static void WriteReadings(IBufferWriter<byte> output, IReadOnlyList<Reading> readings, long baseTime)
    {
        foreach (var reading in readings)
        {
            WriteVarint(output, (ulong)reading.Series);
            WriteVarint(output, ZigZag(reading.Time.ToUnixTimeMilliseconds() - baseTime));
            output.Write([(byte)reading.Quality]);
            BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(sizeof(double)), reading.Value);
            output.Advance(sizeof(double));
        }
    }

    private static Reading[] ReadReadings(ref ReadOnlySpan<byte> input, int count, long baseTime)
    {
        var readings = new Reading[count];
        for (var i = 0; i < count; i++)
        {
            var series = ReadCount(ref input, int.MaxValue);
            var time = Instant(unchecked(baseTime + UnZigZag(ReadVarint(ref input))));
            var quality = (Quality)Take(ref input, 1)[0];
            var value = BinaryPrimitives.ReadDoubleLittleEndian(Take(ref input, sizeof(double)));
            readings[i] = new Reading(series, time, value, quality);
        }

        return readings;
    }

    private static DateTimeOffset Instant(long unixMs) =>
        unixMs >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && unixMs <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(unixMs)
            : throw new FormatException($"{unixMs} ms is no time.");

    // A count can be no larger than the bytes that are left: a damaged one must not make us allocate gigabytes.
    private static int ReadCount(ref ReadOnlySpan<byte> input) => ReadCount(ref input, input.Length);

    private static int ReadCount(ref ReadOnlySpan<byte> input, int largest)
    {
        var count = ReadVarint(ref input);
        return count <= (ulong)largest ? (int)count : throw new FormatException($"A count of {count} cannot be right in a tick.");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> input, int length)
    {
        if (input.Length < length)
        {
            throw new FormatException($"The tick ends {length - input.Length} bytes early.");
        }

        var taken = input[..length];
        input = input[length..];
        return taken;
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    private static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static void WriteVarint(IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }

    private static ulong ReadVarint(ref ReadOnlySpan<byte> input)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(ref input, 1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("A number in the tick does not end.");
    }
}
