using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Mqtt.Sparkplug;

/// <summary>What a host application says of itself: <c>{"online":true,"timestamp":1700000000000}</c>.</summary>
/// <param name="Online">Whether it listens.</param>
/// <param name="Timestamp">Unix milliseconds by the host's clock; an older message is out of date.</param>
/// <remarks>Sparkplug 3.0.0, section 6.4.27.</remarks>
internal sealed partial record HostState(bool Online, long Timestamp)
{
    private const int LongestPayload = 4096;

    /// <summary>Reads a STATE payload; null when it is none.</summary>
    public static HostState? Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > LongestPayload)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(payload, StateJson.Default.Fields) is { Online: { } online, Timestamp: { } timestamp }
                ? new HostState(online, timestamp)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal sealed record Fields(bool? Online, long? Timestamp);

    [JsonSerializable(typeof(Fields))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    private sealed partial class StateJson : JsonSerializerContext;
}
