using System.Globalization;

namespace Gateway.Devices;

/// <summary>Turns registers into text.</summary>
public static class TextDecoder
{
    private const char Unprintable = '?';

    /// <summary>The text that a reply stands for.</summary>
    /// <param name="text">How it stands in the registers.</param>
    /// <param name="registers">The reply's data in wire order.</param>
    /// <returns>
    /// Characters up to the first NUL, without spaces at the end, <c>?</c> for what is no printable ASCII; or the number in decimal, empty
    /// where a decimal code holds what is no decimal digit.
    /// </returns>
    public static string Decode(TextProfile text, ReadOnlySpan<byte> registers)
    {
        if (text.Type is { } type)
        {
            var bits = RegisterDecoder.Bits(registers, text.Order);
            return double.IsNaN(RegisterDecoder.Number(bits, type)) ? string.Empty
                : type is PointType.U16 or PointType.U32 or PointType.U64 ? bits.ToString(CultureInfo.InvariantCulture)
                : RegisterDecoder.Number(bits, type).ToString("F0", CultureInfo.InvariantCulture);
        }

        Span<char> characters = stackalloc char[registers.Length];
        var length = 0;
        var isSwapped = text.Order is ByteOrder.Badc;
        while (length < registers.Length && registers[isSwapped ? length ^ 1 : length] is not 0 and var letter)
        {
            characters[length++] = letter is >= 0x20 and < 0x7F ? (char)letter : Unprintable;
        }

        return new string(characters[..length].TrimEnd(' '));
    }
}
