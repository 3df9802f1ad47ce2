using Gateway.Mqtt.Sparkplug.Protocol;
using Google.Protobuf;

namespace Gateway.Mqtt.Sparkplug;

/// <summary>What a host commands.</summary>
/// <param name="Rebirth">It asks for a new birth.</param>
/// <param name="Writes">The names, or aliases, of the other metrics it wants to write: none may be written.</param>
internal sealed record HostCommand(bool Rebirth, IReadOnlyList<string> Writes)
{
    /// <summary>Reads the payload of a command; null when it is none.</summary>
    public static HostCommand? Read(ReadOnlyMemory<byte> payload)
    {
        Payload read;
        try
        {
            read = Payload.Parser.ParseFrom(payload.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }

        var rebirths = read.Metrics.Where(metric => metric.Name == PayloadWriter.RebirthName).ToList();
        return new HostCommand(
            rebirths.Exists(metric => metric.BooleanValue),
            [.. read.Metrics.Except(rebirths).Select(metric => metric.HasName ? metric.Name : $"alias {metric.Alias}")]);
    }
}
