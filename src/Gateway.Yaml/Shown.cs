using System.Globalization;

namespace Gateway.Yaml;

/// <summary>How pieces of the user's text appear in a message.</summary>
internal static class Shown
{
    private const int Longest = 60;
    private const int LongestList = 300;

    /// <summary>One line, cut when long.</summary>
    public static string Short(string text)
    {
        var cut = text.Length > Longest ? $"{text.AsSpan(0, Longest)}..." : text;
        return string.Concat(cut.Select(letter => char.IsControl(letter) ? ' ' : letter));
    }

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan value) => DurationText.Write(value);

    /// <summary>The words, parted by commas; of a long list its beginning and how many more there are.</summary>
    public static string List(IEnumerable<string> words)
    {
        var all = words.ToList();
        var length = 0;
        var shown = all.TakeWhile(word => (length += word.Length + ", ".Length) <= LongestList).ToList();
        return string.Join(", ", shown) + (shown.Count < all.Count ? $" and {all.Count - shown.Count} more" : "");
    }
}
