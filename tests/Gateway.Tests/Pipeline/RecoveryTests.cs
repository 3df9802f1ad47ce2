using System.Buffers;
using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Journal;
using Gateway.Pipeline;
using Gateway.TestKit.Servers;

namespace Gateway.Tests.Pipeline;

public sealed class RecoveryTests : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Restore_BeforeTheFirstCheckpoint_FoldsEverything()
    {
        var catalog = CatalogOf("a");
        Write(catalog, TickOf(0, 1), TickOf(0, 2));
        var sum = new Sum(0);
        var (ticks, misfits) = Restore(catalog, sum, out var latest);
        Assert.Equal((2, 3.0, 2.0), (ticks, sum.State.Total, latest.Of(0).Value));
        Assert.Empty(misfits);
    }

    [Fact]
    public void Restore_BehindACheckpoint_FoldsOnlyWhatFollows()
    {
        var catalog = CatalogOf("a");
        var before = new Sum(0);
        before.Fold(ReadingOf(0, 40), []);
        Write(catalog, TickOf(0, 40), TickOf(0, 0) with { Checkpoint = new CalculationSet([before]).SaveCheckpoint() }, TickOf(0, 2));
        var sum = new Sum(0);
        var (ticks, _) = Restore(catalog, sum, out _);
        Assert.Equal((1, 42.0), (ticks, sum.State.Total));
    }

    [Fact]
    public void Restore_AfterTheCatalogChanged_FindsTheSeriesByTheirNames()
    {
        Write(CatalogOf("a", "b"), TickOf(0, 1), TickOf(1, 20));
        var sum = new Sum(1);
        var (ticks, _) = Restore(CatalogOf("b", "a"), sum, out var latest);
        Assert.Equal((2, 1.0, 20.0), (ticks, sum.State.Total, latest.Of(0).Value));
    }

    [Fact]
    public void Restore_AStateThatDoesNotFit_IsNamedAndBeginsAnewWithWhatIsStillToCome()
    {
        var catalog = CatalogOf("a");
        Write(catalog, TickOf(0, 1) with { Checkpoint = """{"sum":{"Total":"x"}}"""u8.ToArray() }, TickOf(0, 2));
        var sum = new Sum(0);
        var (_, misfits) = Restore(catalog, sum, out _);
        Assert.Equal("sum", Assert.Single(misfits).Calculation);
        Assert.Equal(0, sum.State.Total);
    }

    private static Catalog CatalogOf(params ReadOnlySpan<string> fields)
    {
        var catalog = new Catalog();
        foreach (var field in fields)
        {
            catalog.Add(new Series("meter", [new("device", "m")], field, "kW"));
        }

        return catalog;
    }

    private static Reading ReadingOf(int series, double value) => new(series, Start, value, Quality.Good);

    private static Tick TickOf(int series, double value) => new([ReadingOf(series, value)], [], default);

    private void Write(Catalog catalog, params ReadOnlySpan<Tick> ticks)
    {
        using var journal = Open(catalog);
        var payload = new ArrayBufferWriter<byte>();
        foreach (var tick in ticks)
        {
            payload.ResetWrittenCount();
            TickCodec.Write(tick, payload);
            journal.Append(payload.WrittenSpan);
            Assert.True(journal.Commit().Committed);
        }
    }

    private (int Ticks, IReadOnlyList<Misfit> Misfits) Restore(Catalog catalog, Sum sum, out LatestValues latest)
    {
        using var journal = Open(catalog);
        latest = new LatestValues(catalog);
        var (ticks, misfits, _) = Recovery.Restore(journal, catalog, new CalculationSet([sum]), latest);
        return (ticks, misfits);
    }

    private JournalWriter Open(Catalog catalog) =>
        JournalWriter.Open(folder.File("journal"), new JournalOptions(), CatalogText.Write(catalog));

    private sealed class Sum(int series) : Calculation<SumState>("sum", new SumState(0), SumJson.Default.SumState)
    {
        protected override SumState Fold(SumState state, in Reading reading, ICollection<Reading> results) =>
            reading.Series == series ? new SumState(state.Total + reading.Value) : state;
    }
}

internal sealed record SumState(double Total);

[JsonSerializable(typeof(SumState))]
internal sealed partial class SumJson : JsonSerializerContext;
