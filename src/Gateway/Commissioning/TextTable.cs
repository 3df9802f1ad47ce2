using System.Text;

namespace Gateway.Commissioning;

/// <summary>Columns as wide as their widest cell; those that hold numbers are set flush right.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <param name="heads">The columns; a head that begins with '&gt;' sets its column flush right.</param>
    /// <param name="rows">As many cells each as there are columns.</param>
    public static string Write(IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var isNumber = heads.Select(head => head.StartsWith('>')).ToArray();
        IReadOnlyList<string>[] lines = [[.. heads.Select(head => head.TrimStart('>'))], .. rows];
        var widths = Enumerable.Range(0, heads.Count).Select(column => lines.Max(line => line[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, column) => isNumber[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
