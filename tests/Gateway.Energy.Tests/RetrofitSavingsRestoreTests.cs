using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Core;

namespace Gateway.Energy.Tests;

public sealed class RetrofitSavingsRestoreTests
{
    private static readonly Gen<Quality> AnyQuality = Gen.Frequency(
        (8, Gen.Const(Quality.Good)), (1, Gen.Const(Quality.Stuck)), (1, Gen.Const(Quality.Timeout)));

    private static readonly Gen<List<Reading>> AnyReadings = Gen.Select(
        Gen.Bool, Gen.Int[1, 20_000], Gen.Double[0, 1.2], AnyQuality, Gen.Frequency((30, Gen.Const(1.0)), (1, Gen.Const(double.NaN))))
        .List[2, 60].Select(steps =>
        {
            var plant = new FanPlant();
            var seconds = 0.0;
            return steps.Select(step =>
            {
                seconds += step.Item2 / 1000.0;
                return step.Item1
                    ? plant.Speed(seconds, step.Item3 * FanPlant.RatedRpm * step.Item5, step.Item4)
                    : plant.Power(seconds, step.Item3 * 90 * step.Item5, step.Item4);
            }).ToList();
        });

    [Fact]
    public void Restore_AtAnyPoint_GoesOnBitForBit() => Gen.Select(AnyReadings, Gen.Double.Unit).Sample((readings, share) =>
    {
        var cut = (int)(share * readings.Count);
        var whole = new FanPlant();
        whole.Fold([.. readings]);

        var first = new FanPlant();
        first.Fold([.. readings.Take(cut)]);
        var second = new FanPlant();
        second.Savings.Restore(Saved(first.Savings));
        second.Fold([.. readings.Skip(cut)]);

        Assert.Equal(whole.Results.Select(Bits), first.Results.Concat(second.Results).Select(Bits));
        Assert.Equal(Saved(whole.Savings), Saved(second.Savings));
    }, iter: 300);

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Driver":{"Time":"2026-01-01T00:00:00Z","Value":1,"Quality":0},"Started":null,"Evaluated":null,"""
        + "\"Minute\":null,\"Hour\":null,\"Total\":[]}")]
    public void Restore_OtherState_IsRefused(string json) =>
        Assert.ThrowsAny<JsonException>(() => new FanPlant().Savings.Restore(Encoding.UTF8.GetBytes(json)));

    private static byte[] Saved(RetrofitSavings calculation)
    {
        var output = new ArrayBufferWriter<byte>();
        calculation.Save(output);
        return output.WrittenSpan.ToArray();
    }

    private static (int, DateTimeOffset, long, Quality) Bits(Reading reading) =>
        (reading.Series, reading.Time, BitConverter.DoubleToInt64Bits(reading.Value), reading.Quality);
}
