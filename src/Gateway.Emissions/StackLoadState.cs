using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gateway.Core;

namespace Gateway.Emissions;

/// <summary>All that <see cref="StackLoad"/> remembers.</summary>
/// <param name="Held">The latest of each input but the velocity, in the units that are computed with.</param>
/// <param name="Started">The first evaluation.</param>
/// <param name="Evaluated">The last one; an earlier reading changes nothing.</param>
/// <param name="Minute">The minute under way.</param>
/// <param name="Hour">The hour under way.</param>
/// <param name="Loads">The load of each kind of pollutant since the start, kg.</param>
public sealed record StackLoadState(
    ImmutableArray<Sample> Held,
    DateTimeOffset? Started,
    DateTimeOffset? Evaluated,
    Window? Minute,
    Window? Hour,
    ImmutableArray<Integrator> Loads);

/// <summary>The places of the sums in a window.</summary>
internal static class StackSums
{
    public const int Oxygen = 0;
    public const int Count = 1 + (2 * PollutantKindTags.Count);

    public static int Concentration(PollutantKind kind) => 1 + (2 * (int)kind);

    public static int Rate(PollutantKind kind) => 2 + (2 * (int)kind);
}

/// <summary>How <see cref="StackLoadState"/> is written down.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StackLoadState))]
internal sealed partial class StackLoadStateJson : JsonSerializerContext;
