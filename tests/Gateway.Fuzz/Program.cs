using System.CommandLine;
using Gateway.Fuzz;

// Coverage-guided fuzzing of the Modbus framers: mutate, run, keep what runs through something new. Prints JSON; exit code 1 and the
// input when an invariant does not hold.
var inputs = new Option<long>("--inputs") { Description = "Inputs in all, shared out evenly", DefaultValueFactory = _ => 10_000_000 };
var seed = new Option<int>("--seed") { Description = "Same seed, same inputs", DefaultValueFactory = _ => 1 };
var only = new Option<string?>("--target") { Description = "Only this one" };
only.AcceptOnlyFromAmong([.. FuzzTargets.All.Select(target => target.Name)]);
var corpus = new Option<DirectoryInfo?>("--corpus") { Description = "Folder of inputs to start from as well" };
var keep = new Option<bool>("--keep") { Description = "Write the inputs that matter back to that folder" };
var isCopy = new Option<bool>("--instrumented") { Hidden = true };
var command = new RootCommand("Fuzzes the Modbus framers.") { inputs, seed, only, corpus, keep, isCopy };
command.SetAction(parsed =>
{
    if (!parsed.GetValue(isCopy))
        return InstrumentedCopy.Run([.. args, "--instrumented"]);
    var targets = parsed.GetValue(only) is { } name ? [FuzzTargets.Named(name)] : FuzzTargets.All;
    var folder = parsed.GetValue(corpus)?.FullName;
    using var coverage = new Coverage();
    using var watch = new Watch();
    try
    {
        var reports = new List<CampaignReport>();
        foreach (var target in targets)
        {
            var campaign = new Campaign(target, coverage, watch, parsed.GetValue(seed));
            var report = campaign.Run(parsed.GetValue(inputs) / targets.Length, folder is null ? [] : CorpusFile.Read(folder, target.Name));
            Console.Error.WriteLine($"{report.Target}: {report.Inputs} inputs, {report.Edges} edges, {report.Time.TotalSeconds:F0} s");
            if (folder is not null && parsed.GetValue(keep))
                CorpusFile.Write(folder, target.Name, report.Kept);
            reports.Add(report);
        }

        Console.WriteLine(FuzzReport.Json(reports));
        return 0;
    }
    catch (InvariantException e)
    {
        Console.Error.WriteLine(e);
        return 1;
    }
});
return command.Parse(args).Invoke();
