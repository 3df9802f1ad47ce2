namespace Gateway.Simulators.Faults;

/// <summary>When a device does not measure. Where several interruptions overlap, the first one listed rules.</summary>
/// <param name="faults">The device's faults.</param>
/// <param name="startS">When the plant started, seconds since 1970-01-01 UTC.</param>
internal sealed class InterruptionPlan(IEnumerable<DeviceFault> faults, double startS)
{
    private readonly DeviceFault.Interruption[] interruptions = [.. faults.OfType<DeviceFault.Interruption>()];

    /// <summary>What keeps the device from measuring at an instant, and since when; null when nothing does.</summary>
    /// <param name="timeS">Seconds since 1970-01-01 UTC.</param>
    public (InterruptionKind Kind, double BeginS)? At(double timeS)
    {
        foreach (var interruption in interruptions)
        {
            if (interruption.When.Current(TimeSpan.FromSeconds(timeS - startS)) is { } begin)
            {
                return (interruption.Kind, startS + begin.TotalSeconds);
            }
        }

        return null;
    }
}
