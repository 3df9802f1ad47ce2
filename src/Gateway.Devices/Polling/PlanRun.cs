using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>
/// Carries out a plan: keeps as many requests under way as may be, and takes the replies in the order of sending. Not an asynchronous
/// method by itself, so that a poll costs its caller no allocation: <c>while (run.MoveNext()) run.Take(await run.Reply);</c>
/// </summary>
internal sealed class PlanRun(DeviceWire wire, LearnedReads learned, PollReadings readings)
{
    private readonly SilentBlocks silentBlocks = new();
    private readonly List<(PolledBlock Block, ReadResult Result)> refused = [];
    private PolledBlock[] plan = [];
    private ValueTask<ReadResult>[] inFlight = new ValueTask<ReadResult>[1];
    private PollContext context;
    private int width;
    private int first;
    private int sent;
    private int taken;

    /// <summary>False when the plan was empty.</summary>
    public bool HasAsked => plan.Length > 0;

    /// <summary>Requests that the device answered, if only to refuse.</summary>
    public int Answers { get; private set; }

    /// <summary>Requests that failed, but for refusals.</summary>
    public int Failures { get; private set; }

    /// <summary>Why the rest of the plan was given up; null when it was not.</summary>
    public ReadResult? Silence { get; private set; }

    /// <summary>The reads that the device refused.</summary>
    public IReadOnlyList<(PolledBlock Block, ReadResult Result)> Refused => refused;

    /// <summary>The read that alone stays without an answer, while the others have theirs; null when there is none.</summary>
    public PolledBlock? Unanswered => Silence is not null && Answers > 0 && silentBlocks.IsPersistent ? silentBlocks.Last : null;

    /// <summary>The reply to wait for after <see cref="MoveNext"/>; to be awaited once.</summary>
    public ValueTask<ReadResult> Reply => inFlight[taken % width];

    private PolledBlock Current => plan[(first + taken) % plan.Length];

    /// <summary>Begins anew, behind the read that was not answered last: so that one bad read does not hide the others.</summary>
    public void Begin(PolledBlock[] reads, int requestsAtATime, PollContext poll)
    {
        (plan, context, width) = (reads, poll, wire.AllowsPipelining ? requestsAtATime : 1);
        (first, sent, taken) = (silentBlocks.FirstBehind(reads), 0, 0);
        (Answers, Failures, Silence) = (0, 0, null);
        refused.Clear();
        if (inFlight.Length < width)
        {
            inFlight = new ValueTask<ReadResult>[width];
        }
    }

    /// <summary>Sends what may be sent. False when every reply was taken, and what was given up has its reason.</summary>
    public bool MoveNext()
    {
        for (; Silence is null && sent < plan.Length && sent - taken < width; sent++)
        {
            var next = plan[(first + sent) % plan.Length];
#pragma warning disable CA2012 // Each is awaited once, by way of Reply.
            inFlight[sent % width] = wire.Send(context, next.Request, next.Reply);
#pragma warning restore CA2012
        }

        if (taken < sent)
        {
            return true;
        }

        for (var now = context.Now; taken < plan.Length; taken++)
        {
            readings.Take(Current, Silence!.Value, now);
        }

        silentBlocks.EndPoll(Silence is not null);
        return false;
    }

    /// <summary>Takes the reply that was waited for.</summary>
    public void Take(ReadResult result)
    {
        var block = Current;
        taken++;
        readings.Take(block, result, context.Now);
        wire.Note(context, block.Request, result);
        if (result.IsSuccess)
        {
            Answers++;
            block.DeviceFailures = 0;
            learned.NoteAnswer(block.Request.Table);
        }
        else if (ReadVerdict.IsRefusal(result) || FailsPersistently(block, result))
        {
            Answers++;
            refused.Add((block, result));
        }
        else if (ReadVerdict.IsSilence(result) || (result.Fault == ModbusFault.InvalidReply && (Answers == 0 || Failures > 0)))
        {
            // Damaged answers cost as much as none: one between good ones is bad luck, more are a device that is not understood.
            Failures++;
            silentBlocks.Note(block, isFirst: Silence is null);
            Silence ??= result;
        }
        else
        {
            Answers += result.Fault == ModbusFault.ExceptionReply ? 1 : 0;
            Failures++;
        }
    }

    // Many devices say so of an address that they cannot serve, and then no point of the read has a value.
    private static bool FailsPersistently(PolledBlock block, in ReadResult result) =>
        result.Exception == ModbusExceptionCode.ServerDeviceFailure && ++block.DeviceFailures >= block.DeviceFailuresUntilSearch;
}
