using Gateway.Fuzz;

namespace Gateway.Modbus.Tests;

/// <summary>Replays what the fuzzer kept: inputs that between them run through all it ever reached, and what once broke.</summary>
public class FuzzCorpusTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Corpus");

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Corpus_EveryInput_HoldsTheInvariants(string name)
    {
        var target = FuzzTargets.Named(name);
        var inputs = CorpusFile.Read(Folder, name);

        Assert.NotEmpty(inputs);
        Assert.All((IEnumerable<byte[]>)[.. inputs, .. target.Seeds], input => target.Check(input));
    }
}
