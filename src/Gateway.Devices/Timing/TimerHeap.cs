namespace Gateway.Devices;

/// <summary>
/// Timers by when they are due, the next one first. Unlike <see cref="PriorityQueue{TElement, TPriority}"/> it moves a timer that is in it.
/// </summary>
internal sealed class TimerHeap
{
    private PreciseTimer[] timers = new PreciseTimer[16];
    private int count;

    /// <summary>When the next one is due; <see cref="long.MaxValue"/> when there is none.</summary>
    public long FirstDue => count > 0 ? timers[0].Due : long.MaxValue;

    /// <summary>Puts a timer in, moves it, or takes it out when it is due at <see cref="long.MaxValue"/>.</summary>
    public void Set(PreciseTimer timer, long due)
    {
        timer.Due = due;
        if (due == long.MaxValue)
        {
            Remove(timer);
            return;
        }

        if (timer.Index < 0)
        {
            if (count == timers.Length)
            {
                Array.Resize(ref timers, 2 * count);
            }

            Put(timer, count++);
        }

        Sift(timer);
    }

    /// <summary>Takes out the first timer if it is due by now.</summary>
    public PreciseTimer? TakeDue(long now)
    {
        if (FirstDue > now)
        {
            return null;
        }

        var first = timers[0];
        Remove(first);
        return first;
    }

    private void Remove(PreciseTimer timer)
    {
        if (timer.Index < 0)
        {
            return;
        }

        var hole = timer.Index;
        var last = timers[--count];
        timers[count] = null!;
        timer.Index = -1;
        if (last != timer)
        {
            Put(last, hole);
            Sift(last);
        }
    }

    // Up past those that are due later, or down past those that are due sooner.
    private void Sift(PreciseTimer timer)
    {
        while (timer.Index > 0 && timers[(timer.Index - 1) / 2] is { } parent && parent.Due > timer.Due)
        {
            Swap(timer, parent);
        }

        while (SoonerChild(timer.Index) is { } child && child.Due < timer.Due)
        {
            Swap(timer, child);
        }
    }

    private PreciseTimer? SoonerChild(int index)
    {
        var left = 2 * index + 1;
        if (left >= count)
        {
            return null;
        }

        return left + 1 < count && timers[left + 1].Due < timers[left].Due ? timers[left + 1] : timers[left];
    }

    private void Swap(PreciseTimer one, PreciseTimer other)
    {
        var (first, second) = (one.Index, other.Index);
        Put(one, second);
        Put(other, first);
    }

    private void Put(PreciseTimer timer, int index)
    {
        timers[index] = timer;
        timer.Index = index;
    }
}
