namespace Gateway.Devices;

/// <summary>
/// Decodes the replies to one read. What does not change from reply to reply is worked out beforehand; decoding allocates nothing.
/// </summary>
public sealed class BlockDecoder
{
    private readonly Run[] runs;
    private readonly int[] places;

    /// <summary>Prepares the decoding of a read's replies.</summary>
    public BlockDecoder(ReadBlock block)
    {
        Count = block.Points.Count;
        places = [.. block.Points.Select(point => PlaceOf(point, block))];
        runs = [.. RunsOf(block.Points)];
    }

    /// <summary>How many values a reply gives: one for each point of the read.</summary>
    public int Count { get; }

    /// <summary>Decodes a reply.</summary>
    /// <param name="reply">The reply's data in wire order.</param>
    /// <param name="values">
    /// Takes a value for each point, in their order: scaled, in the point's unit, NaN where the device says that there is none. The offset
    /// of a point that takes its scale from another is left to <see cref="ScaleSource.Apply"/>.
    /// </param>
    public void Decode(ReadOnlySpan<byte> reply, Span<double> values)
    {
        foreach (ref readonly var run in runs.AsSpan())
        {
            var part = values.Slice(run.First, run.Count);
            run.Numbers(reply, places.AsSpan(run.First, run.Count), part);
            run.Scale(part);
        }
    }

    private static int PlaceOf(PointProfile point, ReadBlock block)
    {
        var index = point.Address - block.Address;
        return point.Type == PointType.Bool ? index : index * sizeof(ushort);
    }

    private static IEnumerable<Run> RunsOf(IReadOnlyList<PointProfile> points)
    {
        for (var (first, next) = (0, 1); first < points.Count; first = next++)
        {
            while (next < points.Count && AreAlike(points[first], points[next]))
            {
                next++;
            }

            yield return new Run(first, next - first, points[first]);
        }
    }

    private static bool AreAlike(PointProfile one, PointProfile other) =>
        (one.Type, one.Order, one.Bits, one.Scale, one.Offset) == (other.Type, other.Order, other.Bits, other.Scale, other.Offset)
        && (one.ScaleFrom is null) == (other.ScaleFrom is null)
        && one.Sentinels.SequenceEqual(other.Sentinels);

    /// <summary>Points in a row that are decoded alike.</summary>
    private readonly struct Run(int first, int count, PointProfile like)
    {
        private readonly PointType type = like.Type;
        private readonly ByteOrder order = like.Order;
        private readonly int bytes = like.Size * sizeof(ushort);
        private readonly BitRange bits = like.Bits ?? BitRange.All;
        private readonly ulong[] notAvailable = [.. like.Sentinels];
        private readonly double scale = like.Scale;
        private readonly double divisor = LinearScale.Divisor(like.Scale);
        private readonly double offset = like.ScaleFrom is null ? like.Offset : 0;

        public int First { get; } = first;

        public int Count { get; } = count;

        public void Numbers(ReadOnlySpan<byte> reply, ReadOnlySpan<int> places, Span<double> numbers)
        {
            if (type == PointType.Bool)
            {
                for (var i = 0; i < numbers.Length; i++)
                {
                    numbers[i] = RegisterDecoder.Bit(reply, places[i]);
                }

                return;
            }

            for (var i = 0; i < numbers.Length; i++)
            {
                var raw = RegisterDecoder.Bits(reply.Slice(places[i], bytes), order);
                numbers[i] = notAvailable.Length > 0 && notAvailable.AsSpan().Contains(raw)
                    ? double.NaN
                    : RegisterDecoder.Number(bits.Of(raw), type);
            }
        }

        public void Scale(Span<double> numbers)
        {
            if (divisor == 1 && offset == 0)
            {
                return;
            }

            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = (divisor != 0 ? numbers[i] / divisor : numbers[i] * scale) + offset;
            }
        }
    }
}
