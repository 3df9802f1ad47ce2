namespace Gateway.Devices;

/// <summary>
/// Keeps devices that do not answer from taking their link's time: while others answer, all the dead ones together get a share of it.
/// </summary>
/// <remarks>
/// A device counts as dead after two polls without an answer; one may have been noise. Each further poll is a probe and costs one timeout,
/// after which the device waits until that is no more than its part of the share. Where nobody on the link answers there is nobody to
/// protect: then half the time goes into probes, and the rest is for the readings that say so. May be used from any thread.
/// </remarks>
internal sealed class ProbeSpacing(IReadOnlyList<ScheduledDevice> devices, double share)
{
    private const int SilencesUntilDead = 2;
    private const double ShareWhereNobodyAnswers = 0.5;

    private readonly Lock gate = new();
    private readonly Dictionary<ScheduledDevice, State> states = devices.ToDictionary(device => device, _ => new State());

    /// <summary>True when the device may be asked now.</summary>
    public bool MayPoll(ScheduledDevice device, TimeSpan now)
    {
        lock (gate)
        {
            var state = states[device];
            if (!state.IsDead)
            {
                return true;
            }

            var dead = CountDead();
            var theirs = dead < states.Count ? share : Math.Max(share, ShareWhereNobodyAnswers);
            return now - state.LastProbe >= state.Cost * dead / theirs;
        }
    }

    /// <summary>Takes note of how a poll went.</summary>
    /// <param name="device">Whose.</param>
    /// <param name="outcome">How.</param>
    /// <param name="began">When it began, on the link's time.</param>
    /// <param name="took">How long the link was taken.</param>
    public void Note(ScheduledDevice device, PollOutcome outcome, TimeSpan began, TimeSpan took)
    {
        lock (gate)
        {
            var state = states[device];
            if (outcome == PollOutcome.Answered)
            {
                var wasLinkDead = state.IsDead && CountDead() == states.Count;
                (state.Silences, state.Cost) = (0, TimeSpan.Zero);
                if (wasLinkDead)
                {
                    ProbeTheOthers();
                }

                return;
            }

            // The first silence was let pass; the second pays for it.
            state.Cost = state.IsDead ? took : state.Cost + took;
            state.LastProbe = began;
            state.Silences++;
        }
    }

    // The link itself came back, and so may have everything on it.
    private void ProbeTheOthers()
    {
        foreach (var state in states.Values)
        {
            state.Cost = TimeSpan.Zero;
        }
    }

    private int CountDead()
    {
        var dead = 0;
        foreach (var state in states.Values)
        {
            dead += state.IsDead ? 1 : 0;
        }

        return dead;
    }

    private sealed class State
    {
        public int Silences { get; set; }

        public TimeSpan LastProbe { get; set; }

        public TimeSpan Cost { get; set; }

        public bool IsDead => Silences >= SilencesUntilDead;
    }
}
