using System.CommandLine;
using System.Diagnostics;

namespace Gateway.EndToEnd.Tests.Faults;

/// <summary><c>soak --faults N --seed S</c>: many faults in one run, for as long as it takes.</summary>
internal static class SoakCommand
{
    public const string Name = "soak";
    private const int Shown = 20;

    public static Task<int> RunAsync(string[] arguments)
    {
        var faults = new Option<int>("--faults") { Description = "How many faults.", DefaultValueFactory = _ => 200 };
        var seed = new Option<int>("--seed")
        {
            Description = "Which faults; the same seed, the same faults.",
            DefaultValueFactory = _ => 1,
        };
        var command = new Command(Name, "Kills, cuts, fills and damages; says what was lost and what was doubled.") { faults, seed };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(seed), parsed.GetValue(faults), token));
        return new RootCommand { command }.Parse(arguments).InvokeAsync();
    }

    private static async Task<int> RunAsync(int seed, int count, CancellationToken cancellationToken)
    {
        var started = Stopwatch.StartNew();
        await using var site = await FaultSite.StartAsync(cancellationToken);
        using var run = new FaultRun(site, Console.WriteLine, cancellationToken);
        var balance = await run.RunAsync(Fault.Sequence(seed, count));
        foreach (var line in (string[])[.. balance.Lost.Take(Shown), .. balance.Doubled.Take(Shown), .. balance.ResultsDiffer.Take(Shown)])
        {
            Console.WriteLine($"  {line}");
        }

        Console.WriteLine($"{count} faults of seed {seed} in {started.Elapsed.TotalSeconds:F0} s: {balance.Recorded} values recorded, "
            + $"{balance.ResultsDiffer.Count} results other than without faults");
        Console.WriteLine($"lost {balance.Lost.Count}, doubled {balance.Doubled.Count}");
        return balance.IsClean ? 0 : 1;
    }
}
