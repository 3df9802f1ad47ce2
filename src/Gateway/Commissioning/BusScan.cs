using Gateway.Devices;
using Gateway.Modbus;

namespace Gateway.Commissioning;

/// <summary>
/// Finds the units on a bus or host: asks each for one holding register and takes whatever comes with its id, an exception included, as a
/// sign of life. What was found so far stays readable when the scan is cancelled.
/// </summary>
/// <param name="passes">The links to try in turn; the links of one pass reach the same devices in another framing.</param>
/// <param name="units">The units to ask, each on each pass.</param>
/// <param name="connect">Makes a client for a link.</param>
/// <param name="clock">Measures the answers.</param>
/// <param name="report">Told before each unit.</param>
internal sealed class BusScan(
    IReadOnlyList<IReadOnlyList<WireLink>> passes,
    IReadOnlyList<int> units,
    Func<WireLink, IModbusClient> connect,
    TimeProvider clock,
    Action<ScanProgress> report)
{
    private readonly List<FoundUnit> found = [];
    private readonly List<DamagedAnswer> damaged = [];
    private int asked;

    /// <summary>The units that answered.</summary>
    public IReadOnlyList<FoundUnit> Found => found;

    /// <summary>Where something came that is no answer.</summary>
    public IReadOnlyList<DamagedAnswer> Damaged => damaged;

    /// <summary>How many units were asked so far, over all passes.</summary>
    public int Asked => asked;

    /// <summary>Scans to the end.</summary>
    /// <exception cref="NamedFailure">A link cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var pass in passes)
        {
            await RunAsync(pass, cancellationToken);
        }
    }

    // While nothing has answered, each unit is asked in both framings, on a connection of its own: what one framing left behind in a box
    // must not spoil the other, and many boxes serve one connection only.
    private async Task RunAsync(IReadOnlyList<WireLink> links, CancellationToken cancellationToken)
    {
        var candidates = links;
        var wire = new CurrentWire(connect);
        await using var _ = wire;
        foreach (var unit in units)
        {
            report(new ScanProgress(asked, units.Count * passes.Count, unit, candidates[0], found.Count));
            var faults = new List<ModbusFault>();
            string? reason = null;
            foreach (var link in candidates)
            {
                var client = await wire.OnAsync(link);
                var outcome = await AskAsync(client, (byte)unit, cancellationToken);
                faults.Add(outcome.Result.Fault);
                reason ??= client.LastOpenFailure;
                if (Take(link, unit, outcome, isOnlyFraming: candidates.Count == 1))
                {
                    candidates = [link];
                    break;
                }
            }

            asked++;
            if (candidates.Count == links.Count && unit == units[0] && faults.TrueForAll(fault => fault == ModbusFault.Disconnected))
            {
                throw new NamedFailure(links[0].Unreachable(reason));
            }
        }
    }

    private async Task<Answer> AskAsync(IModbusClient client, byte unit, CancellationToken cancellationToken)
    {
        var data = new byte[2];
        var start = clock.GetTimestamp();
        var result = await client.ReadAsync(new ReadRequest(unit, ModbusTable.HoldingRegister, 0, 1), data, cancellationToken);
        return new Answer(result, Convert.ToHexString(data), clock.GetElapsedTime(start));
    }

    /// <summary>Takes an outcome in; true when it shows that this is the right framing.</summary>
    private bool Take(WireLink link, int unit, in Answer answer, bool isOnlyFraming)
    {
        switch (answer.Result.Fault)
        {
            case ModbusFault.None:
                found.Add(new FoundUnit(link, unit, $"register 0 is {answer.Data}", answer.Took));
                return true;
            case ModbusFault.ExceptionReply when ReadVerdict.IsSilence(answer.Result):
                return true;
            case ModbusFault.ExceptionReply:
                var code = answer.Result.Exception;
                found.Add(new FoundUnit(link, unit, $"exception {(int)code:X2} ({code})", answer.Took));
                return true;
            // In the wrong framing every answer looks damaged.
            case ModbusFault.InvalidReply when isOnlyFraming:
                damaged.Add(new DamagedAnswer(link, unit));
                return false;
            default:
                return false;
        }
    }

    private readonly record struct Answer(ReadResult Result, string Data, TimeSpan Took);

    /// <summary>One open client at a time.</summary>
    private sealed class CurrentWire(Func<WireLink, IModbusClient> connect) : IAsyncDisposable
    {
        private WireLink? link;
        private IModbusClient? client;

        public async ValueTask<IModbusClient> OnAsync(WireLink wanted)
        {
            if (client is null || link != wanted)
            {
                await DisposeAsync();
                (link, client) = (wanted, connect(wanted));
            }

            return client;
        }

        public ValueTask DisposeAsync() => client?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}

/// <summary>Where a scan is.</summary>
/// <param name="Done">Units asked.</param>
/// <param name="Total">Units to ask.</param>
/// <param name="Unit">The one asked now.</param>
/// <param name="Link">Where.</param>
/// <param name="Found">Units that answered.</param>
internal readonly record struct ScanProgress(int Done, int Total, int Unit, WireLink Link, int Found);

/// <summary>A unit that answered.</summary>
/// <param name="Link">Where and how.</param>
/// <param name="Unit">Its address.</param>
/// <param name="Answer">What it said.</param>
/// <param name="Took">From the request to the answer.</param>
internal sealed record FoundUnit(WireLink Link, int Unit, string Answer, TimeSpan Took)
{
    /// <summary>Profiles that fit it, the best first.</summary>
    public IReadOnlyList<ProfileGuess> Guesses { get; init; } = [];
}

/// <summary>Something came back that was no answer of the unit asked: a line set otherwise, or two units of one address.</summary>
internal sealed record DamagedAnswer(WireLink Link, int Unit);
