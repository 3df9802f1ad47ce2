using System.Text.Json.Serialization;
using CsCheck;

namespace Gateway.Core.Tests;

public sealed class CalculationSetTests
{
    [Fact]
    public void RestoreCheckpoint_AtAnyPlace_GoesOnAsIfNothingHadHappened() =>
        Gen.Select(Gen.Double[-1e6, 1e6].List[0, 30], Gen.Int[0, 30]).Sample((values, cut) =>
        {
            var readings = values
                .Select((value, i) => new Reading(i % 2, DateTimeOffset.UnixEpoch.AddSeconds(i), value, Quality.Good))
                .ToList();
            var whole = Sums();
            var wholeResults = new List<Reading>();
            whole.Fold(readings, wholeResults);

            var before = Sums();
            var results = new List<Reading>();
            before.Fold([.. readings.Take(cut)], results);
            var after = Sums();
            after.RestoreCheckpoint(before.SaveCheckpoint());
            after.Fold([.. readings.Skip(cut)], results);
            return results.SequenceEqual(wholeResults);
        });

    [Fact]
    public void RestoreCheckpoint_ACalculationMoreAndOneLess_KeepsTheOther()
    {
        var before = new CalculationSet([new Sum("kept", 0), new Sum("gone", 0)]);
        before.Fold([new Reading(0, DateTimeOffset.UnixEpoch, 2.5, Quality.Good)], []);

        var kept = new Sum("kept", 0);
        var added = new Sum("added", 0);
        new CalculationSet([added, kept]).RestoreCheckpoint(before.SaveCheckpoint());

        Assert.Equal(2.5, kept.State.Total);
        Assert.Equal(0, added.State.Total);
    }

    [Fact]
    public void RestoreCheckpoint_ACalculationTakenOutAndPutBack_GoesOnWhereItWas()
    {
        var first = new CalculationSet([new Sum("a", 0), new Sum("b", 0)]);
        first.Fold([new Reading(0, DateTimeOffset.UnixEpoch, 4, Quality.Good)], []);
        var without = new CalculationSet([new Sum("b", 0)]);
        without.RestoreCheckpoint(first.SaveCheckpoint());
        var back = new Sum("a", 0);
        new CalculationSet([back, new Sum("b", 0)]).RestoreCheckpoint(without.SaveCheckpoint());
        Assert.Equal(4, back.State.Total);
    }

    [Fact]
    public void RestoreCheckpoint_AStateThatDoesNotFit_IsNamedAndTheOthersAreTakenUp()
    {
        var sums = Sums();
        var misfits = sums.RestoreCheckpoint("""{"even":{"Total":"much"},"odd":{"Total":3}}"""u8.ToArray());
        Assert.Equal("even", Assert.Single(misfits).Calculation);
        Assert.Equal([0, 3], sums.All.Cast<Sum>().Select(sum => sum.State.Total));
    }

    [Fact]
    public void RestoreCheckpoint_AnotherDefinition_BeginsAnewAndTheOldStateIsGone()
    {
        var before = new CalculationSet([new Sum("same", 0), new Sum("other", 0)], Definitions("a", "b"));
        before.Fold([new Reading(0, DateTimeOffset.UnixEpoch, 4, Quality.Good)], []);
        var (same, other) = (new Sum("same", 0), new Sum("other", 0));
        var after = new CalculationSet([same, other], Definitions("a", "c"));
        var misfit = Assert.Single(after.RestoreCheckpoint(before.SaveCheckpoint()));
        Assert.Equal(new Misfit("other", "it was defined by b, and is now by c"), misfit);
        Assert.Equal((4, 0), (same.State.Total, other.State.Total));

        after.FoldAgain([new Reading(0, DateTimeOffset.UnixEpoch, 1, Quality.Good)]);
        Assert.Equal((5, 0), (same.State.Total, other.State.Total));
        var back = new Sum("other", 0);
        new CalculationSet([new Sum("same", 0), back], Definitions("a", "b")).RestoreCheckpoint(after.SaveCheckpoint());
        Assert.Equal(0, back.State.Total);
    }

    [Fact]
    public void RestoreCheckpoint_PutBackWithItsDefinition_GoesOnWhereItWas_WithAnotherAnew()
    {
        var first = new CalculationSet([new Sum("same", 0), new Sum("other", 0)], Definitions("a", "b"));
        first.Fold([new Reading(0, DateTimeOffset.UnixEpoch, 4, Quality.Good)], []);
        var without = new CalculationSet([new Sum("same", 0)], Definitions("a", "b"), "hash");
        without.RestoreCheckpoint(first.SaveCheckpoint());
        var (back, changed) = (new Sum("other", 0), new Sum("other", 0));
        new CalculationSet([back], Definitions("a", "b")).RestoreCheckpoint(without.SaveCheckpoint());
        new CalculationSet([changed], Definitions("a", "c")).RestoreCheckpoint(without.SaveCheckpoint());
        Assert.Equal((4, 0), (back.State.Total, changed.State.Total));
        var text = System.Text.Encoding.UTF8.GetString(without.SaveCheckpoint());
        Assert.Contains("\"configuration\":\"hash\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void RestoreCheckpoint_WithoutDefinitions_IsTakenUp()
    {
        var sum = new Sum("same", 0);
        Assert.Empty(new CalculationSet([sum], Definitions("a", "b")).RestoreCheckpoint("""{"same":{"Total":3}}"""u8.ToArray()));
        Assert.Equal(3, sum.State.Total);
    }

    [Fact]
    public void Constructor_SameNameTwice_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new CalculationSet([new Sum("a", 0), new Sum("a", 1)]));

    private static Dictionary<string, string> Definitions(string same, string other) => new() { ["same"] = same, ["other"] = other };

    private static CalculationSet Sums() => new([new Sum("even", 0), new Sum("odd", 1)]);

    private sealed class Sum(string name, int series) : Calculation<SumState>(name, new SumState(0), SumJson.Default.SumState)
    {
        protected override SumState Fold(SumState state, in Reading reading, ICollection<Reading> results)
        {
            if (reading.Series != series)
            {
                return state;
            }

            var next = new SumState(state.Total + reading.Value);
            results.Add(reading with { Series = 100 + series, Value = next.Total });
            return next;
        }
    }
}

internal sealed record SumState(double Total);

[JsonSerializable(typeof(SumState))]
internal sealed partial class SumJson : JsonSerializerContext;
