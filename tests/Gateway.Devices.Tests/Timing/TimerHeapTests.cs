using CsCheck;

namespace Gateway.Devices.Tests.Timing;

public sealed class TimerHeapTests
{
    [Fact]
    public void TakeDue_AfterAnySettings_GivesTheTimersInOrder() =>
        Gen.Select(Gen.Int[0, 9], Gen.Frequency((4, Gen.Long[0, 50]), (1, Gen.Const(long.MaxValue)))).Array[0, 60].Sample(settings =>
        {
            var timers = Enumerable.Range(0, 10).Select(_ => new PreciseTimer(null!, _ => { }, null, strikesInline: false)).ToArray();
            var heap = new TimerHeap();
            foreach (var (index, due) in settings)
            {
                heap.Set(timers[index], due);
            }

            var expected = timers.Select(timer => timer.Due).Where(due => due != long.MaxValue).Order().ToArray();
            var taken = new List<long>();
            while (heap.FirstDue is < long.MaxValue and var first)
            {
                taken.Add(heap.TakeDue(first)!.Due);
            }

            Assert.Equal(expected, taken);
            Assert.All(timers, timer => Assert.Equal(-1, timer.Index));
        });

    [Fact]
    public void TakeDue_BeforeTheFirst_GivesNone()
    {
        var heap = new TimerHeap();
        heap.Set(new PreciseTimer(null!, _ => { }, null, strikesInline: false), 10);

        Assert.Null(heap.TakeDue(9));
        Assert.NotNull(heap.TakeDue(10));
    }
}
