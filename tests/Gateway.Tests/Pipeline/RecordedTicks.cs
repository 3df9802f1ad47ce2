using System.Buffers;
using Gateway.Core;
using Gateway.Journal;
using Gateway.TestKit.Servers;

namespace Gateway.Tests.Pipeline;

/// <summary>A journal of ticks, numbered from 1; the reading of tick i has the value i.</summary>
internal sealed class RecordedTicks : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ArrayBufferWriter<byte> payload = new();
    private readonly int readingsInATick;

    public RecordedTicks(int readingsInATick = 1)
    {
        this.readingsInATick = readingsInATick;
        for (var series = 0; series < readingsInATick; series++)
        {
            Catalog.Add(new Series("meter", [new Tag("device", "m")], $"value_{series}", "kW"));
        }

        Journal = JournalWriter.Open(folder.Path, new JournalOptions { Durability = Durability.Normal }, CatalogText.Write(Catalog));
    }

    public Catalog Catalog { get; } = new();

    public JournalWriter Journal { get; }

    public string Folder => folder.Path;

    public void Commit(int ticks)
    {
        for (var i = 0; i < ticks; i++)
        {
            var seq = Journal.NextSeq;
            var time = DateTimeOffset.UnixEpoch.AddSeconds(seq);
            payload.ResetWrittenCount();
            TickCodec.Write(
                new Tick([.. Enumerable.Range(0, readingsInATick).Select(s => new Reading(s, time, seq, Quality.Good))], [], default),
                payload);
            Journal.Append(payload.WrittenSpan);
            Assert.True(Journal.Commit().Committed);
        }
    }

    public void Dispose()
    {
        Journal.Dispose();
        folder.Dispose();
    }
}
