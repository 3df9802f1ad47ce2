namespace Gateway.Modbus;

/// <summary>
/// A serial port on Linux by a file handle. The length of the reply, and so its end, is known from the request: one sleep, and
/// what has come is read, instead of a wake-up for each character. Allocates when it is opened, not when it is used.
/// </summary>
internal sealed class TerminalChannel(SerialLine line, TimeProvider time) : ILineChannel
{
    private volatile TerminalLoop? loop;

    public TimeSpan FrameSilence => line.FrameSilence;

    private TerminalLoop Open => loop ?? throw new ObjectDisposedException(nameof(TerminalChannel));

    public TimeSpan TimeOf(int characters) => line.TimeOf(characters);

    public bool IsUsable() => loop is { } open && open.IsAlive();

    /// <summary>On the pool: closing and opening an adapter takes some milliseconds, and the caller may be a timer's thread.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken) =>
        loop = await Task.Run(
            () =>
            {
                Close();
                return new TerminalLoop(Terminal.Open(line), line, time);
            },
            CancellationToken.None);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Open.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ReadAsync(Memory<byte> destination, int awaited, CancellationToken cancellationToken) =>
        Open.ReadAsync(destination, awaited, cancellationToken);

    public int TakeArrived(Span<byte> destination) => Open.Take(destination);

    public ValueTask PauseAsync(TimeSpan wait, TimeProvider time, CancellationToken cancellationToken) =>
        Open.PauseAsync(wait, cancellationToken);

    public void Close()
    {
        loop?.Dispose();
        loop = null;
    }
}
