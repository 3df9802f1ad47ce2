using System.Globalization;
using Gateway.Modbus;
using Gateway.Yaml;

namespace Gateway.Devices.Tests;

/// <summary>One line of <c>vectors/NAME.yaml</c>: what stands in a point's registers, and the value that it must give.</summary>
internal sealed record ProfileVector(string Field, ModbusTable Table, int Address, ushort[] Words, double Value)
{
    /// <summary>Where the vectors are.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "vectors");

    /// <summary>All of a profile.</summary>
    public static IReadOnlyList<ProfileVector> Load(string profile)
    {
        var document = YamlDocument.Load(Path.Combine(Folder, profile + ".yaml"));
        var vectors = document.Root.Entries().Select(entry => Read(entry.Key, entry.Value)).ToList();
        Assert.Empty(document.Faults);
        return vectors;
    }

    private static ProfileVector Read(string field, YamlMap map)
    {
        var table = PointReader.Tables.Single(table => map.Has(table.Key));
        var words = map.Text("words").Split(' ').Select(word => ushort.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return new ProfileVector(
            field,
            table.Value,
            map.Integer(table.Key, 0, ushort.MaxValue),
            [.. words],
            map.Number("value", double.MinValue, double.MaxValue));
    }
}
