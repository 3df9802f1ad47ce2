using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gateway.Core;

namespace Gateway.Energy;

/// <summary>All that <see cref="FanSavings"/> remembers.</summary>
/// <param name="SpeedRpm">The latest motor speed.</param>
/// <param name="Started">The first evaluation.</param>
/// <param name="Evaluated">The last one; an earlier reading changes nothing.</param>
/// <param name="Minute">The minute under way.</param>
/// <param name="Hour">The hour under way.</param>
/// <param name="Total">The sums since the start.</param>
public sealed record FanSavingsState(
    Sample SpeedRpm,
    DateTimeOffset? Started,
    DateTimeOffset? Evaluated,
    Window? Minute,
    Window? Hour,
    ImmutableArray<Integrator> Total);

/// <summary>How <see cref="FanSavingsState"/> is written down.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FanSavingsState))]
internal sealed partial class FanSavingsStateJson : JsonSerializerContext;
