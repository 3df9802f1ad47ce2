namespace Gateway.Pipeline;

/// <summary>What the pipeline says: one line per change, never per reading.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Information,
        Message = "Gateway {Site}/{Gateway} polls {Devices} devices on {Links} links; journal at entry {NextSeq}, "
            + "{Ticks} ticks folded since the last checkpoint")]
    public static partial void Started(ILogger logger, string site, string gateway, int devices, int links, long nextSeq, int ticks);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information,
        Message = "Stopped at journal entry {NextSeq}; {Undelivered} entries are still to be delivered")]
    public static partial void Stopped(ILogger logger, long nextSeq, long undelivered);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "Journal damaged: {Damage}")]
    public static partial void JournalDamaged(ILogger logger, string damage);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "Recording has stopped. {Fault}")]
    public static partial void DiskRefuses(ILogger logger, string fault);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "Recording goes on after {Attempts} attempts")]
    public static partial void DiskAccepts(ILogger logger, int attempts);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "{Fault}")]
    public static partial void RetentionFails(ILogger logger, string fault);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Error,
        Message = "Journal entry {Seq} ({Bytes} bytes) is set aside, it stays in the journal: {Reason}")]
    public static partial void EntryTooLarge(ILogger logger, long seq, int bytes, string reason);

    [LoggerMessage(EventId = 1022, Level = LogLevel.Warning,
        Message = "The ledger's last {Bytes} bytes were no sound record; they are cut off and made anew from the journal")]
    public static partial void LedgerCut(ILogger logger, long bytes);

    [LoggerMessage(EventId = 1023, Level = LogLevel.Error, Message = "{Fault} It is tried again.")]
    public static partial void LedgerFails(ILogger logger, string fault);

    [LoggerMessage(EventId = 1021, Level = LogLevel.Error,
        Message = "The database refuses a point of journal entry {Seq}, which stays in the journal: {Reason} Line: {Line}")]
    public static partial void PointRejected(ILogger logger, long seq, string reason, string line);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Warning, Message = "Device {Device}: {Error}")]
    public static partial void DeviceFails(ILogger logger, string device, string error);

    [LoggerMessage(EventId = 1009, Level = LogLevel.Error,
        Message = "The checkpoint of {Calculation} does not fit it, its totals begin anew; what it had recorded stays: {Reason}")]
    public static partial void StateMisfits(ILogger logger, string calculation, string reason);

    [LoggerMessage(EventId = 1010, Level = LogLevel.Error,
        Message = "The journal is at its bound: {Entries} entries were deleted that the bridge never acknowledged. "
            + "Mend the delivery or raise 'journal_max_mib'")]
    public static partial void EntriesDropped(ILogger logger, long entries);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning, Message = "{Fault}")]
    public static partial void CursorFault(ILogger logger, string fault);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning,
        Message = "The journal was not closed in order; its last {Bytes} bytes are no whole entry and were cut off")]
    public static partial void TailCut(ILogger logger, long bytes);

    [LoggerMessage(EventId = 1013, Level = LogLevel.Error, Message = "The history stands still, the journal goes on: {Fault}")]
    public static partial void HistoryFails(ILogger logger, string fault);

    [LoggerMessage(EventId = 1014, Level = LogLevel.Information, Message = "The history follows the journal again")]
    public static partial void HistoryGoesOn(ILogger logger);

    [LoggerMessage(EventId = 1016, Level = LogLevel.Warning, Message = "{Fault}")]
    public static partial void TraceEnds(ILogger logger, string fault);

    [LoggerMessage(EventId = 1018, Level = LogLevel.Error,
        Message = "The Modbus server answers that it is busy until this is mended and the gateway restarted: {Fault}")]
    public static partial void RegistersAreNotServed(ILogger logger, string fault);

    [LoggerMessage(EventId = 1017, Level = LogLevel.Warning,
        Message = "The Modbus server has no address left for {Count} series, the first is {Series}; all others are served")]
    public static partial void RegistersAreFull(ILogger logger, int count, string series);

    [LoggerMessage(EventId = 1019, Level = LogLevel.Warning, Message = "Device {Device}: {Refusal}")]
    public static partial void PointsRefused(ILogger logger, string device, string refusal);

    [LoggerMessage(EventId = 1020, Level = LogLevel.Information, Message = "Device {Device} gives {Points} again")]
    public static partial void PointsRestored(ILogger logger, string device, string points);

    [LoggerMessage(EventId = 1024, Level = LogLevel.Warning, Message = "{Text}")]
    public static partial void OfClock(ILogger logger, string text);

    [LoggerMessage(EventId = 1008, Level = LogLevel.Information, Message = "Device {Device} answers")]
    public static partial void DeviceAnswers(ILogger logger, string device);
}
