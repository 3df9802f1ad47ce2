using Microsoft.Extensions.Logging.Console;

namespace Gateway.Verbs;

/// <summary>Logs of the long-running verbs: one line an event on the error output, so that the output stays for results.</summary>
internal static class ConsoleLogging
{
    public static ILoggerFactory Create(LogLevel lowest = LogLevel.Information) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(lowest)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        })
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
