using Gateway.Status;

namespace Gateway.Demo;

/// <summary>What the demo shows at one instant.</summary>
/// <param name="Elapsed">Since the demo began, by the wall clock.</param>
/// <param name="PlantElapsed">The same by the plant's clock.</param>
/// <param name="Address">Of the status pages.</param>
/// <param name="Status">What the gateway says of itself.</param>
/// <param name="Truth">What the plant truly did, over the times that the gateway covered.</param>
internal sealed record DemoState(TimeSpan Elapsed, TimeSpan PlantElapsed, string Address, GatewayStatus Status, DemoTruth Truth);

/// <summary>True figures of the plant beside the measured ones, by the same names.</summary>
/// <param name="SavedKwh">By retrofit.</param>
/// <param name="MeasuredKwh">By retrofit: what the line side truly took.</param>
/// <param name="LoadKg">By stack and pollutant.</param>
internal sealed record DemoTruth(
    IReadOnlyDictionary<string, double> SavedKwh,
    IReadOnlyDictionary<string, double> MeasuredKwh,
    IReadOnlyDictionary<(string Stack, string Pollutant), double> LoadKg);
