using System.Buffers;
using CsCheck;

namespace Gateway.Core.Tests;

public sealed class TickCodecTests
{
    private static readonly double[] SpecialValues =
        [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon];

    private static readonly Gen<Reading> AnyReading = Gen.Select(
        Gen.Int[0, 100_000],
        Gen.Long[0, 4_000_000_000_000].Select(DateTimeOffset.FromUnixTimeMilliseconds),
        Gen.OneOf(
            Gen.Double,
            Gen.Float.Select(value => (double)value),
            Gen.Select(Gen.Long, Gen.Int[0, 5], (m, digits) => m / Math.Pow(10, digits)),
            Gen.Select(Gen.Int, Gen.Int[0, 5], (m, digits) => m * Math.Pow(10, -digits)),
            Gen.Long.Select(BitConverter.Int64BitsToDouble),
            Gen.OneOf([.. SpecialValues.Select(Gen.Const)])),
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
        bytes = [2, .. bytes];
        try
        {
            TickCodec.Read(bytes);
        }
        catch (FormatException)
        {
        }
    });

    [Theory]
    [InlineData(0.0, 2)]
    [InlineData(63, 2)]
    [InlineData(4012.7, 4)]
    [InlineData(49.98, 3)]
    [InlineData(123456.78, 5)]
    [InlineData(0.10000000149011612, 5)]
    [InlineData(1.0 / 3, 9)]
    [InlineData(double.NaN, 1)]
    public void Write_OneMoreReadingOfAPoll_TakesSoManyBytes(double value, int bytes)
    {
        Reading[] poll =
            [.. Enumerable.Range(7, 2).Select(series => new Reading(series, DateTimeOffset.UnixEpoch, value, Quality.Timeout))];
        Assert.Equal(bytes, Bytes(new Tick(poll, [], default)).Length - Bytes(new Tick(poll[..1], [], default)).Length);
    }

    [Fact]
    public void Write_ThousandValuesOfAPlant_TakesLessThanFourBytesEach()
    {
        var random = new Random(1);
        Reading[] readings = [.. Enumerable.Range(0, 1000).Select(series => new Reading(
            series, DateTimeOffset.UnixEpoch.AddMilliseconds(series / 20), random.Next(60_000) / 10.0, Quality.Good))];
        Assert.InRange(Bytes(new Tick(readings, [], default)).Length, 3000, 4200);
    }

    private static byte[] Bytes(Tick tick)
    {
        var output = new ArrayBufferWriter<byte>();
        TickCodec.Write(tick, output);
        return output.WrittenSpan.ToArray();
    }

    private static (int, DateTimeOffset, long, Quality) Bits(Reading reading) =>
        (reading.Series, reading.Time, BitConverter.DoubleToInt64Bits(reading.Value), reading.Quality);
}
