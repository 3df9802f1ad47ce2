namespace Gateway.Bridge;

/// <summary>What the bridge says: one line per change, never per message.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1100, Level = LogLevel.Error,
        Message = "Database refuses a line of {Gateway}, it is left out: {Reason} Line: {Line}")]
    public static partial void LineRejected(ILogger logger, string gateway, string reason, string line);

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Nothing is acknowledged until the database takes it: {Reason}")]
    public static partial void DatabaseRefuses(ILogger logger, string reason);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Information, Message = "Database takes points again")]
    public static partial void DatabaseAccepts(ILogger logger);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Error,
        Message = "{Gateway} numbers its entries past {First} to {Last} (epoch {Epoch}), which did not come within {Minutes} min: look "
            + "whether its journal dropped them (gateway_entries_dropped_total)")]
    public static partial void HoleFound(ILogger logger, string gateway, long first, long last, string epoch, double minutes);

    [LoggerMessage(EventId = 1104, Level = LogLevel.Information, Message = "Status at {Address}")]
    public static partial void StatusServed(ILogger logger, string address);
}
