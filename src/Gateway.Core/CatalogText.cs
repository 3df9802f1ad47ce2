using System.Text;

namespace Gateway.Core;

/// <summary>
/// The catalog as it stands at the head of each journal segment: one line a series,
/// <c>measurement TAB k=v,k=v TAB field TAB unit TAB label|label</c>. Text, so that a person can read it off the disk.
/// </summary>
public static class CatalogText
{
    /// <summary>Writes the catalog.</summary>
    public static byte[] Write(Catalog catalog)
    {
        var text = new StringBuilder();
        foreach (var series in catalog)
        {
            text.Append(series.Measurement).Append('\t')
                .AppendJoin(',', series.Tags.Select(tag => $"{tag.Key}={tag.Value}")).Append('\t')
                .Append(series.Field).Append('\t')
                .Append(series.Unit).Append('\t')
                .AppendJoin('|', series.Labels).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not a catalog.</exception>
    public static Catalog Read(ReadOnlySpan<byte> utf8)
    {
        var catalog = new Catalog();
        foreach (var line in Encoding.UTF8.GetString(utf8).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            catalog.Add(ReadSeries(line));
        }

        return catalog;
    }

    private static Series ReadSeries(string line)
    {
        var columns = line.Split('\t');
        if (columns.Length != 5)
        {
            throw new FormatException($"A catalog line has 5 columns, this one {columns.Length}: '{line}'.");
        }

        var tags = columns[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ReadTag).ToArray();
        var labels = columns[4].Split('|', StringSplitOptions.RemoveEmptyEntries);
        return new Series(columns[0], tags, columns[2], columns[3], labels);
    }

    private static Tag ReadTag(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? new Tag(text[..equals], text[(equals + 1)..]) : throw new FormatException($"Not a tag: '{text}'.");
    }
}
