using Gateway.Core;

namespace Gateway.Journal.Tests;

/// <summary>The power is cut in each step there is; afterwards any part of what was not synced may be on the disk.</summary>
public sealed class PowerCutTests
{
    private const int Seeds = 12;

    [Fact]
    public void Open_PowerCutAtAnyStep_HasAllThatWasCommittedOnceAndNoNumberTwice()
    {
        var whole = new Plant(new FaultyDisk());
        whole.Run();
        Assert.True(whole.Disk.Segments.Count > 1);
        for (var cutAt = 1; cutAt <= whole.Disk.Steps; cutAt++)
        {
            for (var seed = 0; seed < Seeds; seed++)
            {
                var plant = new Plant(new FaultyDisk { CutAt = cutAt });
                Assert.Throws<PowerCutException>(plant.Run);
                Check(plant, plant.Disk.AfterPowerCut(new Random(seed)));
            }
        }
    }

    [Fact]
    public void Open_PowerCutAgainWhileRecovering_StillHasAllThatWasCommitted()
    {
        for (var cutAt = 1; cutAt <= 12; cutAt++)
        {
            for (var seed = 0; seed < Seeds * 4; seed++)
            {
                var random = new Random(seed);
                var plant = new Plant(new FaultyDisk { CutAt = 50 + random.Next(100) });
                Assert.Throws<PowerCutException>(plant.Run);
                var second = plant.Disk.AfterPowerCut(random);
                second.CutAt = cutAt;
                var restarted = new Plant(second, plant);
                Assert.Throws<PowerCutException>(restarted.Run);
                Check(restarted, second.AfterPowerCut(random));
            }
        }
    }

    private static void Check(Plant plant, FaultyDisk disk)
    {
        using var journal = Entries.Open(disk, Plant.Options);
        var read = Entries.ReadAll(journal).ToDictionary(entry => entry.Seq, entry => entry.Payload.ToArray());
        foreach (var (seq, payload) in plant.Committed.Where(entry => entry.Key >= journal.FirstSeq))
        {
            Assert.Equal(payload, read[seq]);
        }

        Assert.All(read, entry => Assert.Equal(plant.Appended[entry.Key], entry.Value));
        Assert.True(journal.FirstSeq == 1 || plant.Acknowledged >= journal.FirstSeq - 1, "Nothing undelivered may be gone.");
        Assert.DoesNotContain(plant.Committed.Keys, seq => seq > plant.Acknowledged && journal.Cursor.IsDelivered(seq));
        Assert.True(plant.Appended.Count == 0 || journal.NextSeq > plant.Committed.Keys.DefaultIfEmpty(0).Max());
        Assert.DoesNotContain(journal.Damages, damage => damage.Kind is JournalDamageKind.Header or JournalDamageKind.Missing);
        Assert.True(journal.Cursor.Position > plant.SurelySaved, "The cursor may lag by the save interval only.");
        var next = Entries.Commit(journal, [7])[0];
        Assert.DoesNotContain(next, plant.Committed.Keys);
        Assert.Equal(Entries.Payload(7), Entries.ReadAll(journal, next).Single().Payload.ToArray());
    }

    /// <summary>A gateway at work: appends, commits, acknowledges, and remembers what it was promised.</summary>
    private sealed class Plant(FaultyDisk disk)
    {
        public Plant(FaultyDisk disk, Plant before)
            : this(disk)
        {
            Appended = new(before.Appended);
            Committed = new(before.Committed);
            Acknowledged = before.Acknowledged;
            SurelySaved = before.SurelySaved;
        }

        public static JournalOptions Options { get; } = Entries.Options with { MaxBytes = 12 << 10 };

        public FaultyDisk Disk => disk;

        public Dictionary<long, byte[]> Appended { get; } = [];

        public Dictionary<long, byte[]> Committed { get; } = [];

        public long Acknowledged { get; private set; }

        public long SurelySaved { get; private set; }

        public void Run()
        {
            var journal = Entries.Open(disk, Options);
            var waiting = new List<long>();
            for (var i = 0; i < 240; i++)
            {
                var payload = Entries.Payload(i + (1000 * Committed.Count));
                waiting.Add(journal.NextSeq);
                Appended[journal.NextSeq] = payload;
                journal.Append(payload);
                if (i % 3 != 2)
                {
                    continue;
                }

                Assert.Null(journal.Commit().Fault);
                waiting.ForEach(seq => Committed[seq] = Appended[seq]);
                waiting.Clear();
                Acknowledged = i % 2 == 0 ? journal.CommittedEnd - 1 : Acknowledged;
                journal.Cursor.Acknowledge(new SeqRange(1, Acknowledged));
                SurelySaved = Acknowledged - Options.CursorSaveInterval;
            }

            journal.Dispose();
        }
    }
}
