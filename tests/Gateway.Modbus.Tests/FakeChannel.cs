using System.Threading.Channels;

namespace Gateway.Modbus.Tests;

/// <summary>A link whose other end is the test: it sees each write, says each byte, and knows when the client waits.</summary>
internal sealed class FakeChannel(TimeProvider time) : ILineChannel
{
    private readonly Channel<byte[]> input = Channel.CreateUnbounded<byte[]>();
    private readonly Channel<(byte[] Bytes, long At)> sent = Channel.CreateUnbounded<(byte[], long)>();
    private readonly Channel<bool> waits = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> closings = Channel.CreateUnbounded<bool>();
    private byte[] rest = [];
    private CancellationTokenSource closing = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None);
    private bool isOpen;

    public TimeSpan FrameSilence { get; init; }

    public TimeSpan CharacterTime { get; init; }

    public Func<CancellationToken, Task> Opening { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before a write: may throw what a channel throws that was closed meanwhile.</summary>
    public Action Writing { get; set; } = () => { };

    public int TimesOpened { get; private set; }

    public TimeSpan TimeOf(int characters) => CharacterTime * characters;

    public bool IsUsable() => isOpen;

    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        await Opening(cancellationToken);
        TimesOpened++;
        closing = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None);
        isOpen = true;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Writing();
        return sent.Writer.WriteAsync((bytes.ToArray(), time.GetTimestamp()), cancellationToken);
    }

    public async ValueTask<int> ReadAsync(Memory<byte> destination, int awaited, CancellationToken cancellationToken)
    {
        if (rest.Length == 0 && !input.Reader.TryRead(out rest!))
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
            var next = input.Reader.ReadAsync(either.Token);
            rest = [];
            waits.Writer.TryWrite(true);
            try
            {
                rest = await next;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new ObjectDisposedException(nameof(FakeChannel));
            }
        }

        if (rest.Length == 0)
            throw new EndOfStreamException("The test broke the link.");

        return TakeRest(destination.Span);
    }

    public int TakeArrived(Span<byte> destination)
    {
        if (rest.Length == 0 && !input.Reader.TryRead(out rest!))
            rest = [];
        return TakeRest(destination);
    }

    public bool IsOpen => isOpen;

    /// <summary>Called once the link is closed, before the closing returns to the client.</summary>
    public Action Closed { get; set; } = () => { };

    public void Close()
    {
        isOpen = false;
        closing.Cancel();
        closings.Writer.TryWrite(true);
        Closed();
    }

    /// <summary>Says bytes to the client, in one piece.</summary>
    public void Say(params byte[] bytes) => Assert.True(bytes.Length > 0 && input.Writer.TryWrite(bytes));

    /// <summary>Breaks the link: a read throws.</summary>
    public void Break() => Assert.True(input.Writer.TryWrite([]));

    /// <summary>What the client sent next.</summary>
    public async Task<byte[]> HearAsync() => (await HearTimedAsync()).Bytes;

    /// <summary>What the client sent next, and when.</summary>
    public Task<(byte[] Bytes, long At)> HearTimedAsync() => sent.Reader.ReadAsync(TestContext.Current.CancellationToken).Guarded();

    /// <summary>True when the client has sent something that was not heard yet.</summary>
    public bool HasSent => sent.Reader.TryPeek(out _);

    /// <summary>Until the client closes the link; each closing counts once.</summary>
    public Task ClosedAsync() => closings.Reader.ReadAsync(TestContext.Current.CancellationToken).Guarded();

    /// <summary>Until the client waits for bytes that are not there; each wait counts once.</summary>
    public Task ClientWaitsAsync() => waits.Reader.ReadAsync(TestContext.Current.CancellationToken).Guarded();

    private int TakeRest(Span<byte> destination)
    {
        var count = Math.Min(rest.Length, destination.Length);
        rest.AsSpan(0, count).CopyTo(destination);
        rest = rest[count..];
        return count;
    }
}
