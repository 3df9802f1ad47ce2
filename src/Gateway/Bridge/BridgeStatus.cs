using System.Text.Json.Serialization;
using Gateway.Mqtt;

namespace Gateway.Bridge;

/// <summary>What a bridge knows of itself at one instant; served as <c>/status</c>.</summary>
/// <param name="Version">Of the program.</param>
/// <param name="StartedAt">By the wall clock.</param>
/// <param name="Now">By the wall clock.</param>
/// <param name="Broker">Whether there is a connection, and if not, why.</param>
/// <param name="Messages">What came and went.</param>
/// <param name="Database">How the writing goes.</param>
/// <param name="Holes">Numbers that never came; null where they are not watched for, because other bridges share the load.</param>
internal sealed record BridgeStatus(
    string Version,
    DateTimeOffset StartedAt,
    DateTimeOffset Now,
    BrokerStatus Broker,
    SubscriberCounters Messages,
    DatabaseStatus Database,
    HoleStatus? Holes);

/// <summary>The way to the broker.</summary>
internal sealed record BrokerStatus(bool Connected, string Fault);

/// <summary>The writing.</summary>
/// <param name="Accepts">The last write was taken, or there was none yet.</param>
/// <param name="Reason">Why it was not; empty where it was.</param>
/// <param name="Batches">Batches that are done.</param>
/// <param name="LinesStored">Lines that are stored.</param>
/// <param name="LinesRejected">Lines that the database refused for good.</param>
/// <param name="Retries">Pauses before another attempt.</param>
internal sealed record DatabaseStatus(
    bool Accepts, string Reason, long Batches, long LinesStored, long LinesRejected, long Retries);

/// <summary>Numbers that never came.</summary>
/// <param name="Found">Holes that were reported since start.</param>
/// <param name="Missing">Numbers in those that stand open.</param>
/// <param name="Open">Those that stand open, the first <see cref="HoleWatch.MostListed"/>.</param>
internal sealed record HoleStatus(long Found, long Missing, IReadOnlyList<SequenceHole> Open);

/// <summary>Entries of a gateway's journal that did not come while others did.</summary>
/// <param name="Gateway">Site and gateway.</param>
/// <param name="Epoch">Which life of its journal, 16 hexadecimal digits.</param>
/// <param name="First">The lowest number.</param>
/// <param name="Last">The highest.</param>
internal sealed record SequenceHole(string Gateway, string Epoch, long First, long Last);

[JsonSerializable(typeof(BridgeStatus))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
internal sealed partial class BridgeJson : JsonSerializerContext;
