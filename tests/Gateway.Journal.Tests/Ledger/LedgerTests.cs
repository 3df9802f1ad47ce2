using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Gateway.Core;
using Gateway.Journal.Ledger;

namespace Gateway.Journal.Tests.Ledger;

public sealed class LedgerTests
{
    private readonly FaultyDisk disk = new();

    [Fact]
    public void Append_SeveralTimesAndReopened_IsOneChain()
    {
        Append(disk, [Record(1), Record(2)]);
        Append(disk, [Record(3)]);
        var check = LedgerCheck.Of(disk.Mount());
        Assert.Null(check.Fault);
        Assert.Equal([1L, 2, 3], check.Lines.Select(line => line.Number));
        Assert.Equal([LedgerFormat.NoHash, check.Lines[0].Hash, check.Lines[1].Hash], check.Lines.Select(line => line.Previous));
    }

    [Fact]
    public void Line_IsCheckedByAnyoneWhoHasSha256()
    {
        Append(disk, [Record(1), Record(2)]);
        var previous = new string('0', 64);
        foreach (var line in Text().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var (hash, json) = (line[..64], line[65..]);
            Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))));
            Assert.Contains($"\"previous\":\"{previous}\"", json, StringComparison.Ordinal);
            previous = hash;
        }
    }

    [Fact]
    public void Read_WhatWriteWrote_IsTheSameBitForBit() => Gen.Double.Array[1, 5].Sample(values =>
    {
        var record = Record(7) with
        {
            Values = [.. values.Select((value, i) => new LedgerValue($"field_{i}_kwh", "kWh", value, Quality.PartialCoverage))],
            Supersedes = 3,
        };
        var (line, bytes) = LedgerFormat.Write(9, LedgerFormat.NoHash, record);
        var read = LedgerFormat.Read(bytes.AsSpan()[..^1], out _)!;
        Assert.Equal((line.Number, line.Hash, line.Previous), (read.Number, read.Hash, read.Previous));
        Assert.Equal(record with { Values = [] }, read.Record with { Values = [] });
        Assert.Equal(record.Values.Select(Bits), read.Record.Values.Select(Bits));
    });

    [Fact]
    public void Check_AnyBitFlipped_IsFoundAndNamed()
    {
        Append(disk, [.. Enumerable.Range(1, 4).Select(Record)]);
        Gen.Int[0, (disk[LedgerFormat.FileName].Bytes.Length * 8) - 1].Sample(bit =>
        {
            var copy = new FaultyDisk();
            copy.Put(LedgerFormat.FileName, disk[LedgerFormat.FileName].Bytes);
            copy.FlipBit(LedgerFormat.FileName, bit);
            var fault = LedgerCheck.Of(copy.Mount()).Fault;
            Assert.StartsWith(LedgerFormat.FileName, fault, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Check_RecordRemoved_BreaksTheChain(int removed)
    {
        Append(disk, [.. Enumerable.Range(1, 4).Select(Record)]);
        var lines = Text().Split('\n').ToList();
        lines.RemoveAt(removed);
        disk.Put(LedgerFormat.FileName, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Assert.Contains($":{removed + 1} ", LedgerCheck.Of(disk.Mount()).Fault, StringComparison.Ordinal);
    }

    // Whoever changes a record and makes its hash anew must change every later one, and still has another last hash than was handed out.
    [Fact]
    public void Check_RecordChangedWithItsHash_BreaksTheChainAtTheNext()
    {
        Append(disk, [.. Enumerable.Range(1, 3).Select(Record)]);
        var lines = Text().Split('\n');
        var json = lines[1][65..].Replace("\"value\":2,", "\"value\":20,", StringComparison.Ordinal);
        lines[1] = $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))} {json}";
        disk.Put(LedgerFormat.FileName, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        Assert.Contains(":3 ", LedgerCheck.Of(disk.Mount()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TornTail_IsCutOffAndTheChainGoesOn()
    {
        Append(disk, [Record(1), Record(2)]);
        var bytes = disk[LedgerFormat.FileName].Bytes;
        disk.Put(LedgerFormat.FileName, bytes[..^10]);
        Assert.NotNull(LedgerCheck.Of(disk.Mount()).Fault);
        using (var writer = LedgerWriter.Open(disk.Mount()))
        {
            Assert.Equal(1, writer.Last!.Number);
            Assert.InRange(writer.TornBytes, 1, bytes.Length);
            Assert.Null(writer.Append([Record(2)]));
        }

        Assert.Equal(bytes, disk[LedgerFormat.FileName].Bytes);
    }

    [Fact]
    public void Append_DiskFull_ChangesNothingAndMayBeTriedAgain()
    {
        using var writer = LedgerWriter.Open(disk.Mount());
        Assert.Null(writer.Append([Record(1)]));
        disk.Capacity = disk[LedgerFormat.FileName].Bytes.Length + 20;
        Assert.Contains("Free disk space", writer.Append([Record(2)]), StringComparison.Ordinal);
        Assert.Equal(1, writer.Last!.Number);
        disk.Capacity = long.MaxValue;
        Assert.Null(writer.Append([Record(2)]));
        Assert.Null(LedgerCheck.Of(disk.Mount()).Fault);
    }

    [Fact]
    public void Append_PowerCutAtAnyStep_LeavesWhatWasConfirmedAndAChainThatGoesOn() => Gen.Select(Gen.Int[1, 40], Gen.Int).Sample(
        (cutAt, seed) =>
        {
            var cut = new FaultyDisk { CutAt = cutAt };
            var confirmed = 0;
            try
            {
                using var writer = LedgerWriter.Open(cut.Mount());
                for (var i = 1; i <= 12; i++)
                {
                    Assert.Null(writer.Append([Record(i)]));
                    confirmed = i;
                }
            }
            catch (PowerCutException)
            {
            }

            var after = cut.AfterPowerCut(new Random(seed));
            using (var again = LedgerWriter.Open(after.Mount()))
            {
                Assert.InRange(again.Last?.Number ?? 0, confirmed, confirmed + 1);
                Assert.Null(again.Append([Record(99)]));
            }

            Assert.Null(LedgerCheck.Of(after.Mount()).Fault);
        });

    [Fact]
    public void ReadBackward_ManyRecords_GivesAllNewestFirst()
    {
        using var writer = LedgerWriter.Open(disk.Mount());
        Assert.Null(writer.Append([.. Enumerable.Range(1, 500).Select(Record)]));
        Assert.Equal(Enumerable.Range(1, 500).Reverse().Select(i => (long)i), writer.ReadBackward().Select(line => line.Number));
    }

    private static void Append(FaultyDisk disk, IReadOnlyList<LedgerRecord> records)
    {
        using var writer = LedgerWriter.Open(disk.Mount());
        Assert.Null(writer.Append(records));
    }

    private static LedgerRecord Record(int i)
    {
        var start = DateTimeOffset.UnixEpoch.AddHours(i);
        return new LedgerRecord
        {
            Kind = "hour",
            Subject = "savings,retrofit=fan",
            Period = new Period(start, start.AddHours(1)),
            Values = [new LedgerValue("saved_kwh", "kWh", i, Quality.Good)],
            Definition = "d",
            Configuration = "c",
            Version = "1",
            Epoch = 0xE70C,
            Entry = i,
        };
    }

    private static (string, string, long, Quality) Bits(LedgerValue value) => (
        value.Field, value.Unit, double.IsFinite(value.Value) ? BitConverter.DoubleToInt64Bits(value.Value) : -1, value.Quality);

    private string Text() => Encoding.UTF8.GetString(disk[LedgerFormat.FileName].Bytes);
}
