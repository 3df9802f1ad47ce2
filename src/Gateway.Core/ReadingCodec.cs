using System.Buffers;

namespace Gateway.Core;

/// <summary>Readings in few bytes: what follows from the reading before is left out.</summary>
/// <remarks>
/// <code>
/// u8 head | zigzag varint series - series before | zigzag varint ms since the reading before | u8 quality | value
/// head: bits 0-2 the value's form (CompactValue), bit 3 the series is the one after that before, bit 4 the same instant,
///       bit 5 the same quality, bits 6-7 zero; what a bit says is left out below
/// </code>
/// Before the first stand series -1, the base time and good quality.
/// </remarks>
internal ref struct ReadingCodec(long baseTime)
{
    private const int FormMask = 0b111;
    private const int NextSeries = 1 << 3;
    private const int SameTime = 1 << 4;
    private const int SameQuality = 1 << 5;
    private const int Unused = 0b1100_0000;

    private static readonly long EarliestMs = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LatestMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private long series = -1;
    private long time = baseTime;
    private Quality quality = Quality.Good;

    public void Write(IBufferWriter<byte> output, in Reading reading)
    {
        var readingTime = reading.Time.ToUnixTimeMilliseconds();
        var (form, asDecimal) = CompactValue.FormOf(reading.Value);
        var head = form
            | (reading.Series == series + 1 ? NextSeries : 0)
            | (readingTime == time ? SameTime : 0)
            | (reading.Quality == quality ? SameQuality : 0);
        output.GetSpan(1)[0] = (byte)head;
        output.Advance(1);
        if ((head & NextSeries) == 0)
        {
            Varint.Write(output, Varint.ZigZag(reading.Series - series));
        }

        if ((head & SameTime) == 0)
        {
            Varint.Write(output, Varint.ZigZag(readingTime - time));
        }

        if ((head & SameQuality) == 0)
        {
            output.GetSpan(1)[0] = (byte)reading.Quality;
            output.Advance(1);
        }

        CompactValue.Write(output, reading.Value, form, asDecimal);
        (series, time, quality) = (reading.Series, readingTime, reading.Quality);
    }

    public Reading Read(ref ReadOnlySpan<byte> input)
    {
        var head = Varint.Take(ref input, 1)[0];
        if ((head & Unused) != 0)
        {
            throw new FormatException($"0x{head:x2} is no head of a reading.");
        }

        series = unchecked(series + ((head & NextSeries) != 0 ? 1 : Varint.UnZigZag(Varint.Read(ref input))));
        if (series is < 0 or > int.MaxValue)
        {
            throw new FormatException($"{series} is no series.");
        }

        time = unchecked(time + ((head & SameTime) != 0 ? 0 : Varint.UnZigZag(Varint.Read(ref input))));
        if (time < EarliestMs || time > LatestMs)
        {
            throw new FormatException($"{time} ms is no time.");
        }

        quality = (head & SameQuality) != 0 ? quality : (Quality)Varint.Take(ref input, 1)[0];
        var value = CompactValue.Read(ref input, head & FormMask);
        return new Reading((int)series, DateTimeOffset.FromUnixTimeMilliseconds(time), value, quality);
    }
}
