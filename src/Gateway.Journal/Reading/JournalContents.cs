namespace Gateway.Journal;

/// <summary>What readers see of a journal: what is committed, a way to wait for more, and where to report damage.</summary>
internal sealed class JournalContents(IJournalStorage storage, JournalState state, Action<JournalDamage>? onDamage)
{
    /// <summary>So many damages are remembered; further ones are still passed on and skipped.</summary>
    private const int MaxDamages = 1000;

    private readonly Lock damagesLock = new();
    private readonly List<JournalDamage> damages = [];
    private volatile JournalState state = state;
    private volatile TaskCompletionSource next = NewSignal();
    private volatile bool isClosed;

    public IJournalStorage Storage => storage;

    public JournalState State => state;

    public bool IsClosed => isClosed;

    public IReadOnlyList<JournalDamage> Damages
    {
        get
        {
            lock (damagesLock)
            {
                return [.. damages];
            }
        }
    }

    public void Publish(JournalState newState)
    {
        state = newState;
        Wake();
    }

    public void Close()
    {
        isClosed = true;
        Wake();
    }

    /// <summary>True once something at or after <paramref name="seq"/> is committed; false when the journal was closed before.</summary>
    public async ValueTask<bool> WaitForAsync(long seq, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before looking, so that a commit between the look and the wait is not missed.
            var signal = next.Task;
            if (state.NextSeq > seq && state.At(seq) is not null)
            {
                return true;
            }

            if (isClosed)
            {
                return false;
            }

            await signal.WaitAsync(cancellationToken);
        }
    }

    public void Report(JournalDamage damage)
    {
        lock (damagesLock)
        {
            if (damages.Exists(known => known.Segment == damage.Segment && known.Offset == damage.Offset && known.Kind == damage.Kind))
            {
                return;
            }

            if (damages.Count < MaxDamages)
            {
                damages.Add(damage);
            }
        }

        onDamage?.Invoke(damage);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake()
    {
        var signal = next;
        next = NewSignal();
        signal.SetResult();
    }
}
