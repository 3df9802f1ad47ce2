using System.Globalization;

namespace Gateway.Journal.Tests;

/// <summary>A process that writes to a real disk is killed; nothing that it said is committed may be gone.</summary>
public sealed class KillTests
{
    private const int Kills = 5;

    [Fact]
    public async Task Open_WriterProcessKilledAgainAndAgain_HasAllThatItSaidIsCommitted()
    {
        using var folder = new TemporaryFolder();
        var promised = new Dictionary<long, int>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await WriteAndKill(folder.Path, promised, lines: 40 + (kill * 37));
        }

        Assert.True(promised.Count > Kills * 40);
        using var journal = JournalWriter.Open(folder.Path, Entries.Options, Entries.Preamble);
        var read = Entries.ReadAll(journal).ToDictionary(entry => entry.Seq, entry => entry.Payload.ToArray());
        Assert.All(promised, entry => Assert.Equal(Entries.Payload(entry.Value), read[entry.Key]));
        Assert.True(journal.NextSeq > promised.Keys.Max());
        Assert.DoesNotContain(journal.Damages, damage => damage.Kind != JournalDamageKind.Tail);
    }

    private static async Task WriteAndKill(string folder, Dictionary<long, int> promised, int lines)
    {
        using var child = ChildWriter.Start(folder);
        try
        {
            for (var i = 0; i < lines; i++)
            {
                Remember(await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), promised);
            }
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // What it printed before it died counts too, except a line that is cut short.
        var rest = (await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n');
        foreach (var line in rest.SkipLast(1))
        {
            Remember(line, promised);
        }
    }

    private static void Remember(string? line, Dictionary<long, int> promised)
    {
        Assert.NotNull(line);
        var parts = line.Split(' ');
        promised.Add(long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
