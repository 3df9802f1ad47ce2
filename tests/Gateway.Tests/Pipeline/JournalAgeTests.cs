using System.Buffers;
using Gateway.Core;
using Gateway.Journal;
using Gateway.Pipeline;
using Gateway.TestKit.Servers;

namespace Gateway.Tests.Pipeline;

public sealed class JournalAgeTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TempFolder folder = new();
    private readonly Catalog catalog = new();
    private readonly JournalWriter journal;

    public JournalAgeTests()
    {
        catalog.Add(new Series("meter", [new Tag("device", "m")], "power_kw", "kW"));
        journal = JournalWriter.Open(
            folder.Path, new JournalOptions { SegmentBytes = 4096, MaxBytes = 64 << 20, Durability = Durability.Normal },
            CatalogText.Write(catalog));
        var payload = new ArrayBufferWriter<byte>();
        for (var hour = 0; hour < 2000; hour++)
        {
            payload.ResetWrittenCount();
            TickCodec.Write(new Tick([new Reading(0, Start.AddHours(hour), hour, Quality.Good)], [], default), payload);
            journal.Append(payload.WrittenSpan);
            Assert.True(journal.Commit().Committed);
        }
    }

    private JournalAge Age => new(journal, catalog, TimeSpan.FromDays(10));

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Apply_Delivered_LetsGoOfWholeSegmentsThatAreOlder()
    {
        journal.Cursor.Acknowledge(new SeqRange(1, 2000));
        Assert.Null(Age.Apply(Start.AddHours(2000)));
        var kept = 2000 - (int)journal.FirstSeq;
        Assert.InRange(kept, 240, 240 + 200);
        Assert.Equal(0, journal.EntriesDroppedUndelivered);
    }

    [Fact]
    public void Apply_NotDelivered_KeepsEverything()
    {
        Assert.Null(Age.Apply(Start.AddHours(2000)));
        Assert.Equal(1, journal.FirstSeq);
    }

    [Fact]
    public void Apply_AgainWithinAnHour_DoesNotLook()
    {
        var age = Age;
        Assert.Null(age.Apply(Start.AddHours(2000)));
        journal.Cursor.Acknowledge(new SeqRange(1, 2000));
        Assert.Null(age.Apply(Start.AddHours(2000).AddMinutes(59)));
        Assert.Equal(1, journal.FirstSeq);
        Assert.Null(age.Apply(Start.AddHours(2001)));
        Assert.NotEqual(1, journal.FirstSeq);
    }
}
