using System.Buffers;
using CsCheck;

namespace Gateway.Core.Tests;

public sealed class TickCodecTests
{
    private static readonly Gen<Reading> AnyReading = Gen.Select(
        Gen.Int[0, 100_000],
        Gen.Long[0, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds),
        Gen.Double,
        Gen.Byte.Select(code => (Quality)code),
        (series, time, value, quality) => new Reading(series, time, value, quality));

    private static readonly Gen<Tick> AnyTick = Gen.Select(
        AnyReading.List[0, 50],
        AnyReading.List[0, 10],
        Gen.Byte.Array[0, 100],
        (readings, results, checkpoint) => new Tick(readings, results, checkpoint));

    [Fact]
    public void Read_WhatWriteWrote_IsTheSameBitForBit() => AnyTick.Sample(tick =>
    {
        var back = TickCodec.Read(Bytes(tick));
        return back.Readings.Select(Bits).SequenceEqual(tick.Readings.Select(Bits))
            && back.Results.Select(Bits).SequenceEqual(tick.Results.Select(Bits))
            && back.Checkpoint.Span.SequenceEqual(tick.Checkpoint.Span);
    });

    [Fact]
    public void Read_AnyPrefix_IsRefusedAsAFormatError() => AnyTick.Sample(tick =>
    {
        var bytes = Bytes(tick);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<FormatException>(() => TickCodec.Read(bytes.AsSpan(0, length)));
        }
    }, iter: 20);

    [Fact]
    public void Read_AnyBytes_NeverThrowsAnythingButAFormatError() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        bytes = [1, .. bytes];
        try
        {
            TickCodec.Read(bytes);
        }
        catch (FormatException)
        {
        }
    });

    private static byte[] Bytes(Tick tick)
    {
        var output = new ArrayBufferWriter<byte>();
        TickCodec.Write(tick, output);
        return output.WrittenSpan.ToArray();
    }

    private static (int, DateTimeOffset, long, Quality) Bits(Reading reading) =>
        (reading.Series, reading.Time, BitConverter.DoubleToInt64Bits(reading.Value), reading.Quality);
}
