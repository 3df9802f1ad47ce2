using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Core;

namespace Gateway.Emissions.Tests;

public sealed class StackLoadRestoreTests
{
    private static readonly string[] Fields = ["velocity", "temperature", "pressure", "moisture", "o2", "so2", "no", "no2", "dust"];
    private static readonly double[] Usual = [15.2, 85, -0.5, 12, 8, 28.4, 20, 3, 4];

    private static readonly Gen<Quality> AnyQuality = Gen.Frequency(
        (20, Gen.Const(Quality.Good)), (1, Gen.Const(Quality.Stuck)), (1, Gen.Const(Quality.Calibration)));

    private static readonly Gen<List<Reading>> AnyReadings = Gen.Select(
        Gen.Int[0, Fields.Length - 1], Gen.Int[1, 6_000], Gen.Double[0.9, 1.1], AnyQuality,
        Gen.Frequency((30, Gen.Const(1.0)), (1, Gen.Const(double.NaN))))
        .List[20, 150].Select(steps =>
        {
            var plant = new StackPlant();
            var seconds = 0.0;
            return steps.Select(step =>
            {
                seconds += step.Item2 / 1000.0;
                return plant.Read(Fields[step.Item1], seconds, Usual[step.Item1] * step.Item3 * step.Item5, step.Item4);
            }).ToList();
        });

    [Fact]
    public void Restore_AtAnyPoint_GoesOnBitForBit() => Gen.Select(AnyReadings, Gen.Double.Unit).Sample((readings, share) =>
    {
        var cut = (int)(share * readings.Count);
        var whole = new StackPlant();
        whole.Poll(-10);
        whole.Fold([.. readings]);

        var first = new StackPlant();
        first.Poll(-10);
        first.Fold([.. readings.Take(cut)]);
        var second = new StackPlant();
        second.Load.Restore(Saved(first.Load));
        second.Fold([.. readings.Skip(cut)]);

        Assert.Equal(whole.Results.Select(Bits), first.Results.Concat(second.Results).Select(Bits));
        Assert.Equal(Saved(whole.Load), Saved(second.Load));
    }, iter: 100);

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"Held":[],"Started":null,"Evaluated":null,"Minute":null,"Hour":null,"Loads":[]}""")]
    public void Restore_OtherState_IsRefused(string json) =>
        Assert.ThrowsAny<JsonException>(() => new StackPlant().Load.Restore(Encoding.UTF8.GetBytes(json)));

    private static byte[] Saved(StackLoad calculation)
    {
        var output = new ArrayBufferWriter<byte>();
        calculation.Save(output);
        return output.WrittenSpan.ToArray();
    }

    private static (int, DateTimeOffset, long, Quality) Bits(Reading reading) =>
        (reading.Series, reading.Time, BitConverter.DoubleToInt64Bits(reading.Value), reading.Quality);
}
