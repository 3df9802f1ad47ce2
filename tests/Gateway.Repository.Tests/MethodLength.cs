namespace Gateway.Repository.Tests;

/// <summary>
/// How long the bodies in a file are. A body is what stands between braces at the depth of a member: four columns in, in a file with a
/// file-scoped namespace. Formatting is held by the build, so columns tell depth; members of nested types stand eight in and count too.
/// </summary>
internal static class MethodLength
{
    public static IEnumerable<(int Line, int Lines)> Of(string code)
    {
        var lines = code.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var opening = lines[i].TrimEnd();
            if (opening is not ("    {" or "        {") || IsType(lines, i))
            {
                continue;
            }

            var closing = Array.FindIndex(lines, i, line => line.TrimEnd().StartsWith(opening.Replace('{', '}'), StringComparison.Ordinal));
            if (closing > 0 && opening.Length == 5)
            {
                yield return (i + 1, closing - i + 1);
                i = closing;
            }
            else if (closing > 0 && opening.Length == 9)
            {
                yield return (i + 1, closing - i + 1);
            }
        }
    }

    // A nested type's own braces are no body: its header says what it is.
    private static bool IsType(string[] lines, int brace)
    {
        for (var i = brace - 1; i >= 0 && lines[i].Trim().Length > 0 && lines[i].Trim() is not ("{" or "}"); i--)
        {
            var words = lines[i].Split([' ', '(', '<'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Any(word => word is "class" or "struct" or "record" or "interface" or "enum" or "extension"))
            {
                return true;
            }
        }

        return false;
    }
}
