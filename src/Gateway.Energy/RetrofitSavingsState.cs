using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gateway.Core;

namespace Gateway.Energy;

/// <summary>All that <see cref="RetrofitSavings"/> remembers.</summary>
/// <param name="Driver">The latest of what stands for the flow: the motor speed, or the flow itself.</param>
/// <param name="Started">The first evaluation.</param>
/// <param name="Evaluated">The last one; an earlier reading changes nothing.</param>
/// <param name="Minute">The minute under way.</param>
/// <param name="Hour">The hour under way.</param>
/// <param name="Total">The sums since the start.</param>
public sealed record RetrofitSavingsState(
    Sample Driver,
    DateTimeOffset? Started,
    DateTimeOffset? Evaluated,
    Window? Minute,
    Window? Hour,
    ImmutableArray<Integrator> Total);

/// <summary>How <see cref="RetrofitSavingsState"/> is written down.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RetrofitSavingsState))]
internal sealed partial class RetrofitSavingsStateJson : JsonSerializerContext;
