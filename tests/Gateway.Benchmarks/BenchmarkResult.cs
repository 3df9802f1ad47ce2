using System.Text.Json;

namespace Gateway.Benchmarks;

/// <summary>What one benchmark found: our figures, those of the peers from the same run, and the targets.</summary>
/// <param name="Name">The benchmark.</param>
/// <param name="Ours">Our figures, medians over the rounds.</param>
/// <param name="Peers">Each peer's.</param>
/// <param name="Targets">What is asked of ours.</param>
internal sealed record BenchmarkResult(
    string Name, Figures Ours, IReadOnlyList<(string Name, Figures Figures)> Peers, IReadOnlyList<Target> Targets)
{
    public bool IsMet => Targets.All(target => target.IsMet);

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("benchmark", Name);
        json.WritePropertyName("ours");
        Ours.WriteTo(json);
        WritePeers(json, "peers", peer => peer);
        WritePeers(json, "ratios", Ours.Over);
        json.WriteStartArray("targets");
        foreach (var target in Targets)
        {
            json.WriteStartObject();
            json.WriteString("what", target.What);
            json.WriteNumber("value", Math.Round(target.Value, 4));
            json.WriteString("target", $"{(target.IsAtMost ? "<=" : ">=")} {target.Limit}");
            json.WriteBoolean("met", target.IsMet);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("met", IsMet);
        json.WriteEndObject();
    });

    private void WritePeers(Utf8JsonWriter json, string name, Func<Figures, Figures> select)
    {
        json.WriteStartObject(name);
        foreach (var peer in Peers)
        {
            json.WritePropertyName(peer.Name);
            select(peer.Figures).WriteTo(json);
        }

        json.WriteEndObject();
    }
}
