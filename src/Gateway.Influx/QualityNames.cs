using Gateway.Core;

namespace Gateway.Influx;

/// <summary>How a <see cref="Quality"/> is called in the database.</summary>
internal static class QualityNames
{
    /// <summary>The snake_case name; <c>unknown</c> for a number that this version does not know.</summary>
    public static string Name(Quality quality) => quality switch
    {
        Quality.Good => "good",
        Quality.PartialCoverage => "partial_coverage",
        Quality.RateOfChange => "rate_of_change",
        Quality.Stuck => "stuck",
        Quality.OutOfRange => "out_of_range",
        Quality.NotAvailable => "not_available",
        Quality.Calibration => "calibration",
        Quality.Maintenance => "maintenance",
        Quality.DeviceFault => "device_fault",
        Quality.Stale => "stale",
        Quality.ExceptionReply => "exception_reply",
        Quality.Timeout => "timeout",
        Quality.InvalidReply => "invalid_reply",
        Quality.Disconnected => "disconnected",
        Quality.NoData => "no_data",
        _ => "unknown",
    };
}
