using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Benchmarks.Decoding;

/// <summary>Our decoder on replies of 125 registers, as a process of its own. Points and replies are those of libmodbus_decode.c.</summary>
internal static class DecodeChild
{
    private const int Replies = 64, Batch = 1000, WarmUpBatches = 300;

    private static readonly (int Count, PointType Type, ByteOrder Order, double Scale)[] Layout =
    [
        (15, PointType.U16, ByteOrder.Abcd, 0.1),
        (10, PointType.S16, ByteOrder.Abcd, 1),
        (20, PointType.F32, ByteOrder.Abcd, 1),
        (10, PointType.F32, ByteOrder.Cdab, 1),
        (5, PointType.F32, ByteOrder.Badc, 1),
        (5, PointType.F32, ByteOrder.Dcba, 1),
        (5, PointType.U32, ByteOrder.Abcd, 0.001),
        (5, PointType.S32, ByteOrder.Abcd, 1),
    ];

    public static async Task<Figures> RunAsync(int seconds)
    {
        var block = ReadPlanner.Plan(Points(), new ReadLimits()).Blocks.Single();
        var decoder = new BlockDecoder(block);
        var values = new double[decoder.Count];
        var replies = MakeReplies(block.Count * 2);
        var sum = 0.0;
        foreach (var reply in replies)
        {
            decoder.Decode(reply, values);
            sum += values.Sum();
        }

        // In pieces, so that the runtime has the time to put its best code in.
        for (var batch = 0; batch < WarmUpBatches; batch++)
        {
            DecodeBatch(decoder, replies, values);
            await Task.Yield();
        }

        var (decoded, allocated) = (0L, GC.GetTotalAllocatedBytes(precise: true));
        var start = Environment.CpuUsage.TotalTime;
        TimeSpan used;
        do
        {
            DecodeBatch(decoder, replies, values);
            decoded += Batch;
            used = Environment.CpuUsage.TotalTime - start;
        }
        while (used < TimeSpan.FromSeconds(seconds));
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new Figures()
            .Add("values_per_s", decoded * decoder.Count / used.TotalSeconds)
            .Add("registers_per_s", decoded * block.Count / used.TotalSeconds)
            .Add("allocated_bytes_per_reply", (double)allocated / decoded)
            .Add("sum", sum);
    }

    private static void DecodeBatch(BlockDecoder decoder, byte[][] replies, double[] values)
    {
        for (var i = 0; i < Batch; i++)
        {
            decoder.Decode(replies[i % Replies], values);
        }
    }

    private static List<PointProfile> Points()
    {
        var points = new List<PointProfile>();
        var address = 0;
        foreach (var (count, type, order, scale) in Layout)
        {
            for (var i = 0; i < count; i++)
            {
                var point = new PointProfile
                {
                    Name = $"point_{address}",
                    Table = ModbusTable.HoldingRegister,
                    Address = (ushort)address,
                    Type = type,
                    Order = order,
                    Scale = scale,
                };
                points.Add(point);
                address += point.Size;
            }
        }

        return points;
    }

    // No byte is so large that a float becomes NaN, nor so small that it becomes subnormal.
    private static byte[][] MakeReplies(int length)
    {
        var replies = new byte[Replies][];
        var random = 1u;
        for (var reply = 0; reply < Replies; reply++)
        {
            replies[reply] = new byte[length];
            foreach (ref var value in replies[reply].AsSpan())
            {
                random = unchecked(random * 1664525 + 1013904223);
                value = (byte)(((random >> 24) & 0x3F) | 0x10);
            }
        }

        return replies;
    }
}
