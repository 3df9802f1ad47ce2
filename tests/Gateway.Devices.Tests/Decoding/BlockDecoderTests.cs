using CsCheck;
using Gateway.Modbus;

namespace Gateway.Devices.Tests;

public sealed class BlockDecoderTests
{
    private static readonly double[] Scales = [1, 0.1, 0.3, 1000];

    private static readonly Gen<PointProfile> AnyPoint = Gen.Select(
        RegisterEncoder.AnyType,
        Gen.Enum<ByteOrder>(),
        Gen.Int[0, 3].Select(i => Scales[i]),
        Gen.Int[0, 1].Select(i => -40.0 * i),
        Gen.Bool,
        (type, order, scale, offset, hasSentinel) => new PointProfile
        {
            Name = "p",
            Table = ModbusTable.HoldingRegister,
            Address = 0,
            Type = type,
            Order = order,
            Scale = scale,
            Offset = offset,
            NotAvailable = hasSentinel ? [0x0101010101010101UL >> (64 - (16 * type.Size))] : [],
        });

    [Fact]
    public void Decode_AnyBlock_GivesWhatEachPointGivesByItself() =>
        Gen.Select(AnyPoint.Array[1, 20], Gen.OneOf(Gen.Byte, Gen.Const((byte)1)).Array[250]).Sample((alike, reply) =>
        {
            var points = InARow([.. alike.Concat(alike.Take(2)), .. alike.TakeLast(1)]);
            var values = new double[points.Length];
            new BlockDecoder(Block(points)).Decode(reply, values);
            return points.Select(point => OneByOne(point, reply)).SequenceEqual(values);
        });

    [Fact]
    public void Decode_Sentinel_IsLookedForBeforeScalingAndInEveryRun()
    {
        PointProfile[] points = InARow(Enumerable.Repeat(Point(PointType.S16) with { NotAvailable = [0x7FFF, 0x8000], Scale = 0.1 }, 4));

        Assert.Equal([double.NaN, double.NaN, 3276.6, 5.7], Decode(points, "7FFF80007FFE0039"));
    }

    [Fact]
    public void Decode_BitsAndBitFields_AreCutOutOfTheSameRegisters()
    {
        PointProfile[] points =
        [
            Point(PointType.U16) with { Bits = new(15, 15) },
            Point(PointType.U16) with { Bits = new(4, 7) },
            Point(PointType.U16) with { Bits = new(0, 0), NotAvailable = [0xFFFF] },
            Point(PointType.U32) with { Bits = new(12, 19), Order = ByteOrder.Cdab },
        ];

        Assert.Equal([1, 0xB, 1, 0x38], Decode(points, "80B10123"));
        Assert.Equal(double.NaN, Decode(points, "FFFF0000")[2]);
    }

    [Fact]
    public void Decode_Coils_CountFromTheFirstAddress()
    {
        var coil = Point(PointType.Bool) with { Table = ModbusTable.Coil };

        Assert.Equal([1, 0, 1], Decode([coil with { Address = 3 }, coil with { Address = 4 }, coil with { Address = 12 }], "0102"));
    }

    [Fact]
    public void Decode_Again_AllocatesNothing()
    {
        var decoder = new BlockDecoder(Block(InARow(Enumerable.Repeat(Point(PointType.F32), 60))));
        var (reply, values) = (new byte[240], new double[60]);
        decoder.Decode(reply, values);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            decoder.Decode(reply, values);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static PointProfile Point(PointType type) =>
        new() { Name = "p", Table = ModbusTable.HoldingRegister, Address = 0, Type = type };

    private static PointProfile[] InARow(IEnumerable<PointProfile> points)
    {
        var next = 0;
        return [.. points.Select(point => point with { Address = (ushort)((next += point.Size) - point.Size) })];
    }

    private static ReadBlock Block(PointProfile[] points) =>
        new(points[0].Table, points[0].Address, (ushort)(points.Max(point => point.LastAddress) - points[0].Address + 1), points);

    private static double[] Decode(PointProfile[] points, string reply)
    {
        var values = new double[points.Length];
        new BlockDecoder(Block(points)).Decode(Convert.FromHexString(reply), values);
        return values;
    }

    private static double OneByOne(PointProfile point, byte[] reply)
    {
        var bits = RegisterDecoder.Bits(reply.AsSpan(point.Address * 2, point.Size * 2), point.Order);
        return point.NotAvailable.Contains(bits)
            ? double.NaN
            : LinearScale.Apply(RegisterDecoder.Number(bits, point.Type), point.Scale, point.Offset);
    }
}
