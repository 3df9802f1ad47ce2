using System.Globalization;
using System.Text;
using Gateway.Core;

namespace Gateway.Northbound;

/// <summary>
/// The map on disk, <c>modbus-map.tsv</c> in the data folder: one line a series, <c>address TAB type TAB series TAB unit</c>. To keep the
/// addresses when a gateway is replaced, take this file along.
/// </summary>
internal static class RegisterMapFile
{
    private const string Single = "float32";
    private const string Double = "float64";

    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "modbus-map.tsv");

    /// <summary>The map for today's series: what is on disk, continued. Nothing is written.</summary>
    /// <exception cref="NamedFailure">The file is damaged.</exception>
    public static RegisterMap Preview(string dataFolder, Catalog catalog) => RegisterMap.Continue(Read(PathIn(dataFolder)), catalog);

    /// <summary>As <see cref="Preview"/>, and what is new is on disk before it is served.</summary>
    public static RegisterMap Update(string dataFolder, Catalog catalog)
    {
        var map = Preview(dataFolder, catalog);
        if (map.Added > 0)
        {
            Write(PathIn(dataFolder), map.Entries);
        }

        return map;
    }

    private static List<RegisterMapEntry> Read(string path)
    {
        var entries = new List<RegisterMapEntry>();
        if (!File.Exists(path))
        {
            return entries;
        }

        var next = RegisterMap.FirstAddress;
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            if (Parse(line) is not { } entry || entry.Address != next)
            {
                throw new NamedFailure($"{path}:{index + 1}:1: this is no line of a register map: restore the file from a backup, or "
                    + "delete it to have all addresses given anew; a SCADA that reads them must then be set up again");
            }

            entries.Add(entry);
            next = entry.End;
        }

        return entries;
    }

    private static RegisterMapEntry? Parse(string line) =>
        line.Split('\t') is [var address, Single or Double, var series, var unit] cells
        && int.TryParse(address, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? new RegisterMapEntry(first, cells[1] == Double, series, unit)
            : null;

    // Written aside and put in place whole, so that a power cut leaves the old map or the new one.
    private static void Write(string path, IReadOnlyList<RegisterMapEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(CultureInfo.InvariantCulture, $"{entry.Address}\t{TypeOf(entry)}\t{entry.Series}\t{entry.Unit}\n");
        }

        var aside = path + ".new";
        using (var file = File.Create(aside))
        {
            file.Write(Encoding.UTF8.GetBytes(text.ToString()));
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    /// <summary>The type of the value as manuals print it.</summary>
    public static string TypeOf(RegisterMapEntry entry) => entry.IsWide ? Double : Single;
}
