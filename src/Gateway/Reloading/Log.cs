namespace Gateway.Reloading;

/// <summary>What becomes of a configuration that was edited.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1200, Level = LogLevel.Information, Message = "{File} is in force: {Change}; sha256 {Sha256}")]
    public static partial void InForce(ILogger logger, string file, string change, string sha256);

    [LoggerMessage(EventId = 1201, Level = LogLevel.Error, Message = "{Fault}")]
    public static partial void Faulty(ILogger logger, string fault);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Error,
        Message = "{File} is refused for {Count} faults; what ran before goes on as it was. Mend the file, it is read again then")]
    public static partial void Refused(ILogger logger, string file, int count);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Warning,
        Message = "The folder {Folder} cannot be watched, its files are looked at every {Seconds} s only: {Reason}")]
    public static partial void NotWatched(ILogger logger, string folder, double seconds, string reason);

    [LoggerMessage(EventId = 1204, Level = LogLevel.Information, Message = "{File} was asked for again and is unchanged")]
    public static partial void Unchanged(ILogger logger, string file);
}
