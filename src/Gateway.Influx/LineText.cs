using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Influx;

/// <summary>
/// Writes the elements of line protocol, each escaped by its own rule. What no escape can carry is replaced: control characters,
/// because a newline ends the line, by <c>_</c>; a backslash in a name by <c>/</c>, because at a name's end it would escape the
/// separator and melt two tags into one.
/// </summary>
internal readonly struct LineText(IBufferWriter<byte> output)
{
    private const int LongestNumber = 32;
    private static readonly SearchValues<char> NotPlain = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Where(code => char.IsControl((char)code)).Select(code => (char)code), .. " ,=\\\""]);

    /// <summary>A measurement: comma and space are escaped; a leading '#' would make the line a comment and is replaced.</summary>
    public void Measurement(string name)
    {
        var text = name.AsSpan();
        if (text.StartsWith('#'))
        {
            Raw("_"u8);
            text = text[1..];
        }

        Escaped(text, " ,", backslash: '/');
    }

    /// <summary>A tag's key or value, or a field's key: comma, equals sign and space are escaped.</summary>
    public void Name(string name) => Escaped(name, " ,=", backslash: '/');

    /// <summary>A string field's value with its quotes.</summary>
    public void Quoted(string text)
    {
        Raw("\""u8);
        Escaped(text, "\"\\", backslash: '\\');
        Raw("\""u8);
    }

    /// <summary>A float that reads back as the same bits. No type suffix, so that <c>1</c> stays a float.</summary>
    public void Number(double value)
    {
        var span = output.GetSpan(LongestNumber);
        value.TryFormat(span, out var written, "R", CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <summary>A whole number.</summary>
    public void Number(long value)
    {
        var span = output.GetSpan(LongestNumber);
        value.TryFormat(span, out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <summary>Bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes) => output.Write(bytes);

    private void Escaped(ReadOnlySpan<char> text, ReadOnlySpan<char> special, char backslash)
    {
        while (text.IndexOfAny(NotPlain) is var plain and >= 0)
        {
            Encoding.UTF8.GetBytes(text[..plain], output);
            var character = char.IsControl(text[plain]) ? '_' : text[plain] == '\\' ? backslash : text[plain];
            ReadOnlySpan<char> written = special.Contains(character) ? ['\\', character] : [character];
            Encoding.UTF8.GetBytes(written, output);
            text = text[(plain + 1)..];
        }

        Encoding.UTF8.GetBytes(text, output);
    }
}
