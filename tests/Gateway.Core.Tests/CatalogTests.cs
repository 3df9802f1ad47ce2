namespace Gateway.Core.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void Add_InACatalogThatContinuesAnother_GivesKnownSeriesTheirPlacesAndNewOnesTheNext()
    {
        var before = Of("a", "b", "c");
        var next = new Catalog(before);
        Assert.Equal([3, 1, 0], [next.Add(Named("d")), next.Add(Named("b")), next.Add(Named("a"))]);
        Assert.Equal(["a", "b", "c", "d"], next.Select(series => series.Field));
        Assert.Equal(["a", "b", "c"], before.Select(series => series.Field));
    }

    [Fact]
    public void Find_OfASeriesThatNobodyAskedForAgain_IsNullUntilItComesBack()
    {
        var next = new Catalog(Of("a", "b"));
        next.Keep(0);
        Assert.Equal((0, null), (next.Find(Named("a").Key), next.Find(Named("b").Key)));
        var third = new Catalog(next);
        Assert.Equal(1, third.Add(Named("b")));
        Assert.Equal(1, third.Find(Named("b").Key));
    }

    [Fact]
    public void Add_TheSameSeriesTwice_IsRefused()
    {
        var next = new Catalog(Of("a"));
        next.Keep(0);
        Assert.Throws<ArgumentException>(() => next.Add(Named("a")));
        Assert.Throws<ArgumentException>(() => next.Keep(0));
    }

    private static Series Named(string field) => new("meter", [new("device", "m")], field, "kW");

    private static Catalog Of(params ReadOnlySpan<string> fields)
    {
        var catalog = new Catalog();
        foreach (var field in fields)
        {
            catalog.Add(Named(field));
        }

        return catalog;
    }
}
