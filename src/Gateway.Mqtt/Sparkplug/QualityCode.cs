using Gateway.Core;

namespace Gateway.Mqtt.Sparkplug;

/// <summary>The three qualities that Sparkplug knows.</summary>
/// <remarks>Sparkplug 3.0.0, section 6.4.9.1: 0 bad, 192 good, 500 stale.</remarks>
internal static class QualityCode
{
    public const int Bad = 0;
    public const int Good = 192;
    public const int Stale = 500;

    /// <summary>An uncertain value counts as good, since it may be used; its reason is told beside it.</summary>
    public static int Of(Quality quality) => quality switch
    {
        Quality.Stale or Quality.NoData => Stale,
        _ when quality.IsUsable => Good,
        _ => Bad,
    };
}
