using Gateway.Modbus;

namespace Gateway.Devices;

/// <summary>Counts how the polling of one device goes. Counting allocates nothing.</summary>
internal sealed class DeviceTally(LearnedReads learned)
{
    private readonly Lock gate = new();
    private readonly long[] faults = new long[(int)ModbusFault.Disconnected + 1];
    private long polls;
    private long failedPolls;
    private (ReadRequest Request, ReadResult Result, DateTimeOffset Time, string? OpenFailure)? lastFailure;
    private DateTimeOffset? lastSuccess;

    public void Count(in ReadRequest request, in ReadResult result, DateTimeOffset time, string? openFailure)
    {
        lock (gate)
        {
            faults[(int)result.Fault]++;
            if (result.IsSuccess)
            {
                lastSuccess = time;
            }
            else
            {
                lastFailure = (request, result, time, openFailure);
            }
        }
    }

    public void CountPoll(bool failed)
    {
        lock (gate)
        {
            polls++;
            failedPolls += failed ? 1 : 0;
        }
    }

    public DeviceStatistics Snapshot()
    {
        lock (gate)
        {
            return new DeviceStatistics
            {
                Polls = polls,
                FailedPolls = failedPolls,
                Requests = faults.Sum(),
                ExceptionReplies = faults[(int)ModbusFault.ExceptionReply],
                Timeouts = faults[(int)ModbusFault.Timeout],
                InvalidReplies = faults[(int)ModbusFault.InvalidReply],
                Disconnects = faults[(int)ModbusFault.Disconnected],
                LastError = lastFailure is { } failure
                    ? ReadVerdict.Describe(failure.Request, failure.Result, failure.OpenFailure)
                    : null,
                LastErrorTime = lastFailure?.Time,
                LastSuccess = lastSuccess,
                Refused = learned.Refused,
            };
        }
    }
}
