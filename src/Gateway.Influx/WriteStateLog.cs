using Microsoft.Extensions.Logging;

namespace Gateway.Influx;

/// <summary>Logs when the database's state changes, never each write.</summary>
internal sealed class WriteStateLog(ILogger logger, string target)
{
    private readonly Lock gate = new();
    private WriteNext? last;

    /// <summary>Takes note of a write's outcome. A refused line says nothing about the database's state: it is up.</summary>
    public void Note(in WriteVerdict verdict)
    {
        var state = verdict.Next is WriteNext.Bisect or WriteNext.Halve ? WriteNext.Acknowledge : verdict.Next;
        lock (gate)
        {
            if (last == state)
            {
                return;
            }

            last = state;
        }

        switch (state)
        {
            case WriteNext.Acknowledge:
                Log.Writing(logger, target);
                break;
            case WriteNext.FixAccess:
                Log.AccessRefused(logger, target, verdict.Reason);
                break;
            default:
                Log.Unavailable(logger, target, verdict.Reason);
                break;
        }
    }
}
