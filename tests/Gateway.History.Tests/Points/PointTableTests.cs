using System.Globalization;
using System.Text;
using CsCheck;

namespace Gateway.History.Tests;

public sealed class PointTableTests : IDisposable
{
    private readonly PointTable table = PointTable.OpenInMemory(1000);

    public void Dispose() => table.Dispose();

    [Fact]
    public void Store_SamePointTwice_IsThereOnce()
    {
        var first = Store("meter,device=fan power_kw=1.5 1000\nmeter,device=fan power_kw=2.5 2000\n");
        var second = Store("meter,device=fan power_kw=2.5 2000\nmeter,device=fan power_kw=1.5 1000\n");
        Assert.Equal((2, 2), (first.Stored, second.Stored));
        Assert.Equal(2, table.CountPoints());
        Assert.Equal([1.5, 2.5], table.Read("meter,device=fan").Select(point => point.Number("power_kw")));
    }

    [Fact]
    public void Store_OtherFieldsOfAPoint_AreMergedAndSameOnesReplaced()
    {
        Store("m a=1,b=2i 5");
        Store("m b=3i,c=\"x\" 5");
        var point = Assert.Single(table.Read("m"));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(5), point.Time);
        Assert.Equal(["a=1", "b=3i", "c=\"x\""], point.Fields.Select(field => $"{field.Key}={field.Value}"));
        Assert.Equal((1.0, 3.0, null, null), (point.Number("a"), point.Number("b"), point.Number("c"), point.Number("d")));
    }

    [Fact]
    public void Store_TagsInAnotherOrder_IsTheSameSeries()
    {
        Store("m,b=2,a=1 f=1 5\nm,a=1,b=2 f=2 5");
        Assert.Equal(["m,a=1,b=2"], table.Series());
        Assert.Equal(1, table.CountPoints());
    }

    [Fact]
    public void Store_MalformedLine_IsAFaultWithItsNumberAndTheOthersAreStored()
    {
        var result = Store("m f=1 1\n\n# a remark\nm f=NaN 2\nm f=3 3");
        Assert.Equal(2, result.Stored);
        Assert.Equal(4, Assert.Single(result.Faults).Line);
        Assert.Equal(2, table.CountPoints());
    }

    [Fact]
    public void Store_NotUtf8_IsAFault()
    {
        var result = table.Store([(byte)'m', 0xFF, (byte)'\n', .. "m f=1 1"u8]);
        Assert.Equal(1, result.Stored);
        Assert.Equal(new LineFault(1, "The line is not UTF-8."), Assert.Single(result.Faults));
    }

    [Fact]
    public void Store_TextTooLong_IsRefusedWhole()
    {
        var result = table.Store(new byte[PointTable.MaxTextLength + 1]);
        Assert.Equal(0, result.Stored);
        Assert.Contains("more than", Assert.Single(result.Faults).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Store_BeyondTheBound_DeletesTheOldest()
    {
        Store(string.Join('\n', Enumerable.Range(1, 1500).Select(i => $"m{i % 3} f={i} {i}")));
        Assert.Equal(1000, table.CountPoints());
        Store("m0 f=1 9000\nm0 f=2 501");
        Assert.Equal(1000, table.CountPoints());
        Assert.Equal(502, table.Series().Min(series => table.Read(series)[0].Time.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void Open_AfterClose_HasThePoints()
    {
        using var folder = new TemporaryFolder();
        using (var first = PointTable.Open(folder.File("points.db"), 100))
        {
            first.Store("m,a=b f=1 1"u8);
        }

        using var second = PointTable.Open(folder.File("points.db"), 100);
        Assert.Equal(1, second.CountPoints());
        Assert.Single(second.Read("m,a=b"));
    }

    [Fact]
    public void Store_AnyLinesInAnyOrderAnyTimes_IsTheSetOfThem() => Gen.Select(
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 20]).Array[1, 60], Gen.Int[1, 9]).Sample(
        (keys, batch) =>
        {
            using var points = PointTable.OpenInMemory(1000);
            foreach (var part in keys.Concat(keys.Reverse()).Chunk(batch))
            {
                var text = string.Join('\n', part.Select(key => string.Create(
                    CultureInfo.InvariantCulture, $"m,s={key.Item1} f={key.Item1 + (key.Item2 / 4.0):R} {key.Item2}")));
                Assert.Empty(points.Store(Encoding.UTF8.GetBytes(text)).Faults);
            }

            Assert.Equal(keys.Distinct().Count(), points.CountPoints());
            Assert.All(keys, key => Assert.Contains(
                points.Read($"m,s={key.Item1}"),
                point => point.Time.ToUnixTimeMilliseconds() == key.Item2 && point.Number("f") == key.Item1 + (key.Item2 / 4.0)));
        },
        iter: 30);

    private StoreResult Store(string lines) => table.Store(Encoding.UTF8.GetBytes(lines));
}
