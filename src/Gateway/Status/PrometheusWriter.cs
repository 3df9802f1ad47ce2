using System.Globalization;
using System.Text;

namespace Gateway.Status;

/// <summary>Writes metric families in the text exposition format 0.0.4.</summary>
internal sealed class PrometheusWriter
{
    private readonly StringBuilder text = new();

    /// <summary>One family: help, type, then its samples.</summary>
    public void Family(string name, string type, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var (labels, value) in samples)
        {
            text.Append(name).Append(labels).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    // Names are letters, digits, '_', '-' and '.', so a label needs no escaping.
    public static string Label(string key, string value) => $"{{{key}=\"{value}\"}}";

    public static string Labels(params ReadOnlySpan<(string Key, string Value)> labels)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in labels)
        {
            text.Append(text.Length == 0 ? '{' : ',').Append(key).Append("=\"").Append(value).Append('"');
        }

        return text.Append('}').ToString();
    }

    public override string ToString() => text.ToString();
}
