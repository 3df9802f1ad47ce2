using Gateway.Status;

namespace Gateway.Demo;

/// <summary>What the demo shows at one instant.</summary>
/// <param name="Elapsed">Since the demo began, by the wall clock.</param>
/// <param name="PlantElapsed">The same by the plant's clock.</param>
/// <param name="Address">Of the status pages.</param>
/// <param name="Status">What the gateway says of itself.</param>
/// <param name="Retrofits">Savings of this run, measured and true.</param>
/// <param name="Pollutants">Loads of this run, measured and true.</param>
internal sealed record DemoState(
    TimeSpan Elapsed,
    TimeSpan PlantElapsed,
    string Address,
    GatewayStatus Status,
    IReadOnlyList<RetrofitSummary> Retrofits,
    IReadOnlyList<PollutantSummary> Pollutants);
