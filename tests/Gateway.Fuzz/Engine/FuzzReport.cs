using System.Text;
using System.Text.Json;

namespace Gateway.Fuzz;

internal static class FuzzReport
{
    public static string Json(IReadOnlyList<CampaignReport> reports)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("inputs", reports.Sum(report => report.Inputs));
            json.WriteNumber("seconds", Math.Round(reports.Sum(report => report.Time.TotalSeconds), 1));
            json.WriteNumber("largest_allocation_bytes", reports.Max(report => report.LargestAllocation));
            json.WriteStartArray("targets");
            foreach (var report in reports)
                Write(json, report);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void Write(Utf8JsonWriter json, CampaignReport report)
    {
        json.WriteStartObject();
        json.WriteString("name", report.Target);
        json.WriteNumber("inputs", report.Inputs);
        json.WriteNumber("edges", report.Edges);
        json.WriteNumber("corpus", report.CorpusSize);
        json.WriteNumber("kept", report.Kept.Count);
        json.WriteNumber("seconds", Math.Round(report.Time.TotalSeconds, 1));
        json.WriteNumber("largest_allocation_bytes", report.LargestAllocation);
        json.WriteEndObject();
    }
}
