namespace Gateway.Fuzz;

/// <summary>A link under a simulated clock whose other end is a slave that hears each frame and may say anything, at any time.</summary>
internal sealed class SimulatedChannel(SimulatedTime time) : ILineChannel
{
    private readonly Queue<byte[]> input = new();
    private TaskCompletionSource? waiting;
    private int position;
    private bool isOpen;
    private bool isBroken;

    /// <summary>Hears what the client sends, a whole write at a time.</summary>
    public Action<byte[]> Slave { get; set; } = static _ => { };

    public TimeSpan FrameSilence { get; init; }

    public TimeSpan CharacterTime { get; init; }

    public int TimesOpened { get; private set; }

    public TimeSpan TimeOf(int characters) => CharacterTime * characters;

    public bool IsUsable() => isOpen && !isBroken;

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        Close();
        TimesOpened++;
        (isOpen, isBroken) = (true, false);
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!IsUsable())
            return ValueTask.FromException(new IOException("The link is down."));
        Slave(bytes.ToArray());
        return ValueTask.CompletedTask;
    }

    public async ValueTask<int> ReadAsync(Memory<byte> destination, int awaited, CancellationToken cancellationToken)
    {
        while (input.Count == 0)
        {
            if (!IsUsable())
                throw new EndOfStreamException("The other end hung up.");
            cancellationToken.ThrowIfCancellationRequested();
            var waiting = this.waiting = new TaskCompletionSource();
            using (cancellationToken.UnsafeRegister((_, token) => waiting.TrySetCanceled(token), null))
                await waiting.Task;
        }

        return Take(destination.Span);
    }

    public int TakeArrived(Span<byte> destination)
    {
        var count = 0;
        while (input.Count > 0 && count < destination.Length)
            count += Take(destination[count..]);
        return count;
    }

    public void Close()
    {
        isOpen = false;
        input.Clear();
        position = 0;
        waiting?.TrySetResult();
    }

    /// <summary>The slave says bytes, in one piece.</summary>
    public void Say(byte[] bytes)
    {
        if (bytes.Length == 0 || !IsUsable())
            return;
        input.Enqueue(bytes);
        waiting?.TrySetResult();
    }

    /// <summary>The slave says bytes some time from now; they are lost when the link was opened anew meanwhile.</summary>
    public void SayAfter(TimeSpan delay, byte[] bytes)
    {
        if (delay == TimeSpan.Zero)
        {
            Say(bytes);
            return;
        }

        var connection = TimesOpened;
        time.After(delay, () =>
        {
            if (connection == TimesOpened)
                Say(bytes);
        });
    }

    /// <summary>The slave hangs up some time from now; what it said before is still heard.</summary>
    public void BreakAfter(TimeSpan delay)
    {
        var connection = TimesOpened;
        time.After(delay, () =>
        {
            if (connection != TimesOpened)
                return;
            isBroken = true;
            waiting?.TrySetResult();
        });
    }

    private int Take(Span<byte> destination)
    {
        var chunk = input.Peek().AsSpan(position);
        var count = Math.Min(chunk.Length, destination.Length);
        chunk[..count].CopyTo(destination);
        position += count;
        if (count == chunk.Length)
            (position, _) = (0, input.Dequeue());
        return count;
    }
}
