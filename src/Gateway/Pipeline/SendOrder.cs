using Gateway.Core;
using Gateway.Journal;

namespace Gateway.Pipeline;

/// <summary>
/// Which ticks go out next: what is recorded now, and behind it what was not sent in time, oldest first. Where the live stream has fallen
/// behind, it goes on at the newest tick, and what it passed over joins the backlog.
/// </summary>
/// <param name="journal">Holds all of them; none is kept in memory, however long the backlog.</param>
/// <param name="catalog">Today's catalog.</param>
internal sealed class SendOrder(JournalWriter journal, Catalog catalog) : IDisposable
{
    /// <summary>Committed and not yet taken: beyond so many the live stream is behind, some ten seconds.</summary>
    public const int MostBehind = 40;

    /// <summary>Pieces of the backlog; a further one is joined with the last, and what lies between is sent twice.</summary>
    public const int MaxPieces = 64;

    private readonly List<SeqRange> backlog = [];
    private TickReader? live;
    private TickReader? late;
    private long liveNext = journal.Cursor.Position;

    /// <summary>What is behind the live stream, oldest first.</summary>
    public IReadOnlyList<SeqRange> Backlog => backlog;

    /// <summary>True for what the live stream has passed over.</summary>
    public bool IsBacklog(long seq) => backlog.Exists(piece => piece.First <= seq && seq <= piece.Last);

    /// <summary>The next tick of the live stream; false when all that is committed was taken.</summary>
    public bool TryReadLive(out RecordedTick tick)
    {
        var end = journal.CommittedEnd;
        if (end - liveNext > MostBehind)
        {
            PassOver(SeqRange.Between(liveNext, end - 1));
        }

        live ??= new TickReader(journal.Read(liveNext), catalog);
        if (!live.TryRead(out tick))
        {
            return false;
        }

        liveNext = tick.Seq + 1;
        return true;
    }

    /// <summary>The next tick of the backlog; false when there is none left.</summary>
    public bool TryReadBacklog(out RecordedTick tick)
    {
        while (backlog is [var piece, ..])
        {
            late ??= new TickReader(journal.Read(piece.First), catalog);
            if (late.TryRead(out tick) && tick.Seq <= piece.Last)
            {
                backlog[0] = piece with { First = tick.Seq + 1 };
                return true;
            }

            late.Dispose();
            late = null;
            backlog.RemoveAt(0);
        }

        tick = default;
        return false;
    }

    public void Dispose()
    {
        live?.Dispose();
        late?.Dispose();
    }

    private void PassOver(SeqRange passed)
    {
        if (backlog.Count == MaxPieces)
        {
            backlog[^1] = backlog[^1] with { Last = passed.Last };
        }
        else
        {
            backlog.Add(passed);
        }

        liveNext = passed.Last + 1;
        live?.Dispose();
        live = null;
    }
}
