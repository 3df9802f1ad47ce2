using System.Text.Json.Serialization;

namespace Gateway.Demo;

/// <summary>What the demo measured, beside what the plant truly did over the same time.</summary>
internal sealed record DemoSummary(
    double DurationS,
    double PlantDurationS,
    IReadOnlyList<DeviceSummary> Devices,
    long ReadingsRecorded,
    long PointsRecorded,
    long PointsDelivered,
    long PointsLost,
    IReadOnlyList<RetrofitSummary> Retrofits,
    IReadOnlyList<PollutantSummary> Pollutants)
{
    /// <summary>True when every device was polled and every point arrived.</summary>
    [JsonIgnore]
    public bool IsSuccess => Devices.All(device => device.Polls > device.Failures) && PointsDelivered > 0 && PointsLost == 0;
}

/// <summary>One device's polls.</summary>
internal sealed record DeviceSummary(string Device, string Link, long Polls, long Failures);

/// <summary>Savings over the covered time, measured and true.</summary>
internal sealed record RetrofitSummary(
    string Retrofit, double SavedKwh, double TrueSavedKwh, double MeasuredKwh, double TrueMeasuredKwh, double CoveredS);

/// <summary>A pollutant's load over the covered time, measured and true.</summary>
internal sealed record PollutantSummary(string Stack, string Pollutant, double LoadKg, double TrueLoadKg, double CoveredS);

/// <summary>How the summary is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DemoSummary))]
internal sealed partial class DemoSummaryJson : JsonSerializerContext;
