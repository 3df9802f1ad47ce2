using System.CommandLine;
using Gateway.Devices;
using Gateway.Yaml;

namespace Gateway.Verbs;

/// <summary><c>gateway profiles check FILE...</c>: lists every fault of profiles.</summary>
internal static class ProfilesCheckVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Profiles, or folders of them.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", "Check profiles and list every fault as file:line:column.") { files };
        command.SetAction(parsed => Check(parsed.GetValue(files)!, Console.Out, Console.Error));
        return command;
    }

    public static int Check(IReadOnlyList<string> filesAndFolders, TextWriter output, TextWriter errors)
    {
        List<YamlFault> faults = [];
        foreach (var given in filesAndFolders)
        {
            IEnumerable<string> files = Directory.Exists(given)
                ? Directory.GetFiles(given, "*.yaml").Order(StringComparer.Ordinal)
                : [given];
            foreach (var file in files)
            {
                var (profile, found) = ProfileLibrary.ReadFile(file);
                faults.AddRange(found);
                if (profile is not null)
                {
                    output.WriteLine($"{file}: {Summary(profile)}");
                }
            }
        }

        if (faults.Count == 0)
        {
            return ExitCode.Done;
        }

        foreach (var fault in faults)
        {
            errors.WriteLine(fault);
        }

        return ExitCode.WrongConfiguration;
    }

    private static string Summary(DeviceProfile profile)
    {
        var open = profile.Points.Count(point => !point.HasAddress);
        var state = profile.Status != ProfileStatus.Template ? string.Empty
            : open > 0 ? $"; a template: {open} points have no address yet"
            : "; a template: every point has its address, remove 'status: template' to use it";
        var models = string.Join(", ", profile.Models);
        return $"{profile.Manufacturer} {models}, {profile.Measurement}, {profile.Points.Count} points; no fault{state}";
    }
}
