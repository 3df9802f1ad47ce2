using System.Buffers;
using System.Buffers.Binary;

namespace Gateway.Core;

/// <summary>A <see cref="Tick"/> as bytes, for the journal.</summary>
/// <remarks>
/// <code>
/// u8 version | varint readings | varint results | i64 base time, unix ms | readings | results | varint checkpoint length | checkpoint
/// </code>
/// A reading is described at <see cref="ReadingCodec"/>. Fixed-width numbers are little-endian. A value survives bit for bit, NaN
/// included.
/// </remarks>
public static class TickCodec
{
    private const byte Version = 2;

    /// <summary>Appends the tick to <paramref name="output"/>.</summary>
    public static void Write(Tick tick, IBufferWriter<byte> output)
    {
        var baseTime = FirstTime(tick);
        output.Write([Version]);
        Varint.Write(output, (ulong)tick.Readings.Count);
        Varint.Write(output, (ulong)tick.Results.Count);
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(sizeof(long)), baseTime);
        output.Advance(sizeof(long));
        WriteReadings(output, tick.Readings, baseTime);
        WriteReadings(output, tick.Results, baseTime);
        Varint.Write(output, (ulong)tick.Checkpoint.Length);
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

        // Each reading takes one byte at least, so no count can be larger than what is left.
        input = input[1..];
        var readingCount = Varint.ReadCount(ref input, input.Length);
        var resultCount = Varint.ReadCount(ref input, input.Length);
        var baseTime = BinaryPrimitives.ReadInt64LittleEndian(Varint.Take(ref input, sizeof(long)));
        var readings = ReadReadings(ref input, readingCount, baseTime);
        var results = ReadReadings(ref input, resultCount, baseTime);
        var checkpoint = Varint.Take(ref input, Varint.ReadCount(ref input, input.Length)).ToArray();
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
        var codec = new ReadingCodec(baseTime);
        foreach (var reading in readings)
        {
            codec.Write(output, reading);
        }
    }

    private static Reading[] ReadReadings(ref ReadOnlySpan<byte> input, int count, long baseTime)
    {
        var codec = new ReadingCodec(baseTime);
        var readings = new Reading[count];
        for (var i = 0; i < count; i++)
        {
            readings[i] = codec.Read(ref input);
        }

        return readings;
    }
}
