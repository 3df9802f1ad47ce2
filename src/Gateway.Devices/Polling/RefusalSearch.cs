using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>
/// Finds what a device refuses of a read by halving it, down to the points that share a register. What is good of it is read on the way, so
/// that the neighbours lose no poll to it; a search that takes too many requests goes on at the next poll.
/// </summary>
internal sealed class RefusalSearch(PollPlans plans, LearnedReads learned, PollReadings readings, DeviceWire wire)
{
    /// <summary>Most requests of all searches in one poll.</summary>
    public const int MaxRequests = 16;

    private const int MostFailuresUntilSearch = 1000;

    private readonly List<(PolledBlock Block, ReadResult Result)> suspects = [];
    private ReadResult? failure;
    private bool hasGood;
    private int requestsLeft;
    private TimeSpan time;
    private bool isOpen;

    private enum Answer
    {
        Good,
        Refused,
        Open,
    }

    /// <summary>Begins the searches of a poll.</summary>
    /// <param name="due">The poll's time on the grid.</param>
    public void Begin(TimeSpan due) => (requestsLeft, time, isOpen) = (MaxRequests, due, false);

    /// <summary>Looks for what is refused of a read.</summary>
    /// <returns>False when some of it is still open.</returns>
    public async ValueTask<bool> ExplainAsync(PolledBlock block, ReadResult refusal, PollContext context)
    {
        var groups = plans.Groups(block);
        if (!ReadVerdict.IsRefusal(refusal))
        {
            return await ExplainFailureAsync(block, groups, refusal, context);
        }

        if (groups.Count == 1)
        {
            SetAside(block, refusal, context);
        }
        else if (refusal.Exception == ModbusExceptionCode.IllegalFunction && !learned.HasAnswered(block.Request.Table))
        {
            // The whole table is not there: asking for each point of it would only tell the same.
            learned.SetPointsAside(block.Points, plans.BlockOf(groups[0]), refusal, time, context.Now);
        }
        else
        {
            await HalveAsync(groups, 0, groups.Count, context);
        }

        return !isOpen;
    }

    // A device that fails as a whole is no reason to set anything aside: only where some of the read is good, the rest is to blame.
    private async ValueTask<bool> ExplainFailureAsync(PolledBlock block, List<int[]> groups, ReadResult result, PollContext context)
    {
        (failure, hasGood) = (result, false);
        suspects.Clear();
        if (groups.Count > 1)
        {
            await HalveAsync(groups, 0, groups.Count, context);
        }

        failure = null;
        block.DeviceFailures = 0;
        if (!hasGood)
        {
            block.DeviceFailuresUntilSearch = Math.Min(2 * block.DeviceFailuresUntilSearch, MostFailuresUntilSearch);
            return false;
        }

        foreach (var (suspect, how) in suspects)
        {
            SetAside(suspect, how, context);
        }

        return !isOpen;
    }

    private async Task HalveAsync(List<int[]> groups, int first, int end, PollContext context)
    {
        var middle = first + ((end - first) / 2);
        var low = await AskAsync(groups, first, middle, context);
        var high = await AskAsync(groups, middle, end, context);
        if (low == Answer.Good && high == Answer.Good && failure is null)
        {
            var request = plans.BlockOf(groups[first..middle].SelectMany(group => group)).Request;
            learned.Part(request.Address + request.Count - 1, plans.BlockOf(groups[middle]).Request.Address);
        }
    }

    private async Task<Answer> AskAsync(List<int[]> groups, int first, int end, PollContext context)
    {
        var block = plans.BlockOf(groups[first..end].SelectMany(group => group));
        if (requestsLeft == 0)
        {
            return LeaveOpen(block);
        }

        requestsLeft--;
        var result = await wire.ReadAsync(context, block.Request, block.Reply);
        readings.Take(block, result, context.Now);
        if (result.IsSuccess)
        {
            hasGood = true;
            learned.NoteAnswer(block.Request.Table);
            return Answer.Good;
        }

        if (!ReadVerdict.IsRefusal(result) && result != failure)
        {
            requestsLeft = ReadVerdict.IsSilence(result) ? 0 : requestsLeft;
            return LeaveOpen(block);
        }

        if (end - first > 1)
        {
            await HalveAsync(groups, first, end, context);
        }
        else if (result == failure)
        {
            suspects.Add((block, result));
        }
        else
        {
            SetAside(block, result, context);
        }

        return Answer.Refused;
    }

    private Answer LeaveOpen(PolledBlock block)
    {
        isOpen = true;
        if (failure is null)
        {
            learned.KeepApart(block.Request);
        }

        return Answer.Open;
    }

    private void SetAside(PolledBlock block, in ReadResult refusal, PollContext context) =>
        learned.SetPointsAside(block.Points, block, refusal, time, context.Now);
}
