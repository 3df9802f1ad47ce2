using Microsoft.Extensions.Logging;

namespace Gateway.Influx;

/// <summary>Event ids 5000 to 5099.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "Writing to {Target}.")]
    public static partial void Writing(ILogger logger, string target);

    [LoggerMessage(5001, LogLevel.Warning, "Cannot write to {Target} for now, trying again: {Reason}")]
    public static partial void Unavailable(ILogger logger, string target, string reason);

    [LoggerMessage(5002, LogLevel.Error,
        "May not write to {Target}; the points are kept, and it goes on as soon as this is fixed: {Reason}")]
    public static partial void AccessRefused(ILogger logger, string target, string reason);
}
