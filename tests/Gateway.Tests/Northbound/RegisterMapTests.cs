using CsCheck;
using Gateway.Core;
using Gateway.Northbound;
using Gateway.TestKit.Servers;

namespace Gateway.Tests.Northbound;

public sealed class RegisterMapTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Continue_ANewCatalog_GivesEnergiesTheWideType()
    {
        var map = RegisterMap.Continue([], Catalog("power_kw:kW", "energy_kwh:kWh", "state:"));
        Assert.Equal([(100, false), (104, true), (110, false)], map.Entries.Select(entry => (entry.Address, entry.IsWide)));
        Assert.Equal([(102, 103, 104), (108, 109, 110), (112, 113, 114)],
            map.Entries.Select(entry => (entry.QualityAddress, entry.AgeAddress, entry.End)));
    }

    [Fact]
    public void Update_APointMoreAndOneLess_MovesNothing()
    {
        var before = RegisterMapFile.Update(folder.File(""), Catalog("a_kw:kW", "b_kwh:kWh", "c_v:V"));
        var after = RegisterMapFile.Update(folder.File(""), Catalog("new_a:A", "a_kw:kW", "c_v:V"));
        Assert.Equal(before.Entries, after.Entries.Take(3));
        Assert.Equal((1, "meter,device=m new_a", 114), (after.Added, after.Entries[^1].Series, after.Entries[^1].Address));
        var again = RegisterMapFile.Update(folder.File(""), Catalog("b_kwh:kWh"));
        Assert.Equal(after.Entries, again.Entries);
        Assert.Equal(0, again.Added);
    }

    [Fact]
    public void Preview_WritesNothing()
    {
        Assert.Single(RegisterMapFile.Preview(folder.File(""), Catalog("a_kw:kW")).Entries);
        Assert.False(File.Exists(RegisterMapFile.PathIn(folder.File(""))));
    }

    [Theory]
    [InlineData("100\tfloat32\tx\n")]
    [InlineData("101\tfloat32\tx\tkW\n")]
    [InlineData("100\tfloat32\tx\tkW\n103\tfloat32\ty\tkW\n")]
    [InlineData("100\tfloat16\tx\tkW\n")]
    [InlineData("nonsense\n")]
    public void Preview_ADamagedFile_IsNamedWithItsLineAndNotOverwritten(string text)
    {
        File.WriteAllText(RegisterMapFile.PathIn(folder.File("")), text);
        var failure = Assert.Throws<NamedFailure>(() => RegisterMapFile.Update(folder.File(""), Catalog("a_kw:kW")));
        Assert.Contains($"modbus-map.tsv:{text.Count(letter => letter == '\n')}:1: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(RegisterMapFile.PathIn(folder.File(""))));
    }

    [Fact]
    public void Continue_MoreSeriesThanAddresses_ServesThoseThatFit()
    {
        var map = RegisterMap.Continue([], Catalog([.. Enumerable.Range(0, 17_000).Select(index => $"p{index}:kW")]));
        Assert.Equal((65_536 - 100) / 4, map.Entries.Count);
        Assert.Equal(17_000 - map.Entries.Count, map.Left.Count);
    }

    [Fact]
    public void Continue_AnyHistoryOfCatalogs_NeverMovesNorOverlaps() =>
        Gen.Int[0, 30].Array[0, 20].Array[1, 6].Sample(history =>
        {
            IReadOnlyList<RegisterMapEntry> known = [];
            foreach (var fields in history)
            {
                var entries = RegisterMap.Continue(known, Catalog([.. fields.Distinct().Select(Field)])).Entries;
                Assert.Equal(known, entries.Take(known.Count));
                Assert.All(entries.Zip(entries.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Address));
                Assert.Equal(entries.Count, entries.DistinctBy(entry => entry.Series).Count());
                known = entries;
            }

            static string Field(int number) => number % 3 == 0 ? $"e{number}:kWh" : $"p{number}:kW";
        });

    private static Catalog Catalog(params string[] fields)
    {
        var catalog = new Catalog();
        foreach (var field in fields)
        {
            var parts = field.Split(':');
            catalog.Add(new Series("meter", [new("device", "m")], parts[0], parts[1]));
        }

        return catalog;
    }
}
