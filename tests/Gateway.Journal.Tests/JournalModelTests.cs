using CsCheck;
using Gateway.Core;

namespace Gateway.Journal.Tests;

/// <summary>Whatever is done to a journal in whatever order, it is a list to which entries are added.</summary>
public sealed class JournalModelTests
{
    private enum Act
    {
        Append,
        Commit,
        Close,
        Kill,
        OtherPreamble,
        Acknowledge,
        Fail,
    }

    private static readonly Gen<(Act Act, int Number)> Step = Gen.Select(
        Gen.Frequency(
            (8, Gen.Const(Act.Append)), (6, Gen.Const(Act.Commit)), (1, Gen.Const(Act.Close)), (1, Gen.Const(Act.Kill)),
            (1, Gen.Const(Act.OtherPreamble)), (2, Gen.Const(Act.Acknowledge)), (1, Gen.Const(Act.Fail))),
        Gen.Int[0, 400]);

    [Fact]
    public void AnySteps_OnASoundAndAFailingDisk_GiveTheListThatWasCommitted() => Step.Array[0, 120].Sample(steps =>
    {
        using var run = new Run();
        foreach (var (act, number) in steps)
        {
            run.Do(act, number);
            run.Check();
        }
    });

    private sealed class Run : IDisposable
    {
        private readonly FaultyDisk disk = new();
        private readonly Dictionary<long, byte[]> pending = [];
        private readonly SortedDictionary<long, byte[]> committed = [];
        private byte[] preamble = Entries.Preamble;
        private JournalWriter journal;
        private JournalReader follower;
        private int followed;

        public Run()
        {
            journal = Entries.Open(disk);
            follower = journal.Read(1);
        }

        public void Do(Act act, int number)
        {
            switch (act)
            {
                case Act.Append:
                    var payload = Entries.Payload(number);
                    pending[journal.Append(payload)] = payload;
                    break;
                case Act.Commit:
                    Assert.Null(journal.Commit().Fault);
                    Promise();
                    break;
                case Act.Acknowledge:
                    journal.Cursor.Acknowledge(new SeqRange(number / 4, number / 2));
                    break;
                case Act.Fail:
                    FailOnce(number % 7);
                    break;
                default:
                    Reopen(act);
                    break;
            }
        }

        public void Dispose()
        {
            follower.Dispose();
            journal.Dispose();
        }

        public void Check()
        {
            var read = Entries.ReadAll(journal);
            Assert.Equal(committed.Keys, read.Select(entry => entry.Seq));
            Assert.Equal(committed.Values, read.Select(entry => entry.Payload.ToArray()));
            followed += Entries.ReadAll(follower).Count;
            Assert.Equal(committed.Count, followed);
            Assert.Empty(journal.Damages);
        }

        private void Promise()
        {
            foreach (var (seq, payload) in pending)
            {
                committed.Add(seq, payload);
            }

            pending.Clear();
        }

        private void FailOnce(int step)
        {
            disk.Fails = (_, _) => step-- == 0;
            if (journal.Commit().Committed)
            {
                Promise();
            }

            disk.Fails = (_, _) => false;
        }

        private void Reopen(Act act)
        {
            follower.Dispose();
            if (act != Act.Kill)
            {
                journal.Dispose();
            }

            preamble = act == Act.OtherPreamble ? [.. preamble, 1] : preamble;
            journal = JournalWriter.Open(disk.Mount(), Entries.Options, preamble);

            // A killed writer may have written entries of a commit that failed afterwards: they are there, and were never promised.
            foreach (var entry in Entries.ReadAll(journal).Where(entry => !committed.ContainsKey(entry.Seq)))
            {
                Assert.Equal(pending[entry.Seq], entry.Payload.ToArray());
                committed.Add(entry.Seq, pending[entry.Seq]);
            }

            pending.Clear();
            follower = journal.Read(1);
            followed = 0;
        }
    }
}
