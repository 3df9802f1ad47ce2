using System.Runtime.CompilerServices;

namespace Gateway.Modbus;

/// <summary>
/// Keeps replies and requests on a line apart. Nothing in a reply says which request it answers, so before a request is sent:
/// after a broken frame the line must have fallen quiet; a unit that did not answer in time gets as long again for its late
/// reply, which is thrown away, before it is asked anything else; and t3.5 of silence, and what the link wants beyond it, has passed since
/// the last byte. ASCII frames need no silence between them, but the driver of an RS-485 slave needs time to let go of the line.
/// </summary>
internal sealed class LineWire(ClientLink link, LineFraming framing, IWireObserver? observer)
{
    /// <summary>
    /// Quiet that ends a broken or late frame. Not t3.5: USB adapters hold bytes back for up to 16 ms, serial servers longer.
    /// </summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    /// <summary>A peer that never stops sending must not hold us for ever.</summary>
    private const int MaxRounds = 64;

    private readonly long[] owedUntil = new long[256];
    private readonly byte[] scratch = new byte[framing.BufferLength];
    private int heard;
    private readonly TimeSpan silence = TimeSpan.FromTicks(Math.Max(link.Channel.FrameSilence.Ticks, link.Timing.Turnaround.Ticks));
    private long? lastByte;

    /// <summary>True after a broken frame: more of it may follow.</summary>
    public bool IsNoisy { get; set; }

    public void BytesCame() => lastByte = link.Time.GetTimestamp();

    /// <summary>True when the last byte came longer ago than two of one frame can be apart.</summary>
    public bool HasBrokenOff() => framing.LongestGap is { } gap && lastByte is { } last && link.Time.GetElapsedTime(last) > gap;

    /// <summary>Says that a unit was given up: its reply may come for as long again.</summary>
    public void ReplyIsOwedBy(byte unit, TimeSpan patience, int bytesReceived)
    {
        owedUntil[unit] = Math.Max(1, link.Time.GetTimestamp() + (long)(patience.TotalSeconds * link.Time.TimestampFrequency));
        IsNoisy |= bytesReceived > 0;
    }

    /// <summary>Waits until the unit can be asked.</summary>
    /// <returns>False when the line does not fall quiet within the reply time-out; nothing should be sent then.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> SettleAsync(byte unit, CancellationToken cancellationToken)
    {
        if ((IsNoisy || owedUntil[unit] != 0) && !await HearOutAsync(unit, cancellationToken))
            return false;

        IsNoisy = false;
        for (var round = 0; round < MaxRounds; round++)
        {
            for (var wait = SilenceLeft(); wait > TimeSpan.Zero; wait = SilenceLeft())
                await link.Channel.PauseAsync(wait, link.Time, cancellationToken);
            if (!ThrowAwayArrived())
                return true;
        }

        return false;
    }

    /// <summary>Throws away bytes that answer nothing.</summary>
    public void ThrowAway(ReadOnlySpan<byte> bytes)
    {
        if (observer is not null)
            framing.Tell(observer, bytes, default);
    }

    /// <summary>Throws away what arrived in the silence, which has to begin again then.</summary>
    /// <returns>Whether anything had.</returns>
    private bool ThrowAwayArrived()
    {
        var arrived = link.Channel.TakeArrived(scratch);
        if (arrived == 0)
            return false;
        BytesCame();
        ThrowAway(scratch.AsSpan(0, arrived));
        return true;
    }

    private async ValueTask<bool> HearOutAsync(byte unit, CancellationToken cancellationToken)
    {
        try
        {
            if (owedUntil[unit] != 0)
            {
                if (await HearAsync(Until(owedUntil[unit]), cancellationToken))
                    IsNoisy = true;
                owedUntil[unit] = 0;
            }

            return !IsNoisy || await FallQuietAsync(cancellationToken);
        }
        finally
        {
            ThrowAwayHeard();
        }
    }

    private async ValueTask<bool> FallQuietAsync(CancellationToken cancellationToken)
    {
        var start = link.Time.GetTimestamp();
        while (await HearAsync(Quiet, cancellationToken))
        {
            if (link.Time.GetElapsedTime(start) > link.Timing.ReplyTimeout)
                return false;
        }

        return true;
    }

    /// <summary>Waits so long for bytes, and throws them away.</summary>
    /// <returns>Whether any came.</returns>
    private async ValueTask<bool> HearAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait <= TimeSpan.Zero)
            return false;

        var token = link.Deadline.Start(WholeMilliseconds.AtLeast(wait), cancellationToken);
        try
        {
            if (heard == scratch.Length)
                ThrowAwayHeard();
            heard += await link.Channel.ReadAsync(scratch.AsMemory(heard), 1, token);
            BytesCame();
            return true;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
        finally
        {
            link.Deadline.Stop();
        }
    }

    private void ThrowAwayHeard()
    {
        ThrowAway(scratch.AsSpan(0, heard));
        heard = 0;
    }

    private TimeSpan SilenceLeft() =>
        silence == TimeSpan.Zero || lastByte is not { } last ? TimeSpan.Zero : silence - link.Time.GetElapsedTime(last);

    private TimeSpan Until(long timestamp) => link.Time.GetElapsedTime(link.Time.GetTimestamp(), timestamp);
}
