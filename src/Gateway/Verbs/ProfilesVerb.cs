using System.CommandLine;
using System.Text.Json;
using Gateway.Devices;
using Gateway.Library;

namespace Gateway.Verbs;

/// <summary><c>gateway profiles</c>: which device types are known, what one says, and how to begin or check one's own.</summary>
internal static class ProfilesVerb
{
    public static Command Create() => new("profiles", "List, show, begin and check profiles, the data files of device types.")
    {
        List(), Show(), ProfilesNewVerb.Create(), ProfilesCheckVerb.Create(),
    };

    private static Command List()
    {
        var words = new Argument<string[]>("WORD")
        {
            Description = "Only those with this in name, manufacturer, models, kind or state, e.g. siemens, vfd, template.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var folder = ProfileArguments.Folder();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("list", "List the profiles, one line each.") { words, folder, json };
        command.SetAction((parsed, stop) => Failures.NameAsync(
            () => PrintListAsync(parsed.GetValue(folder), parsed.GetValue(words)!, parsed.GetValue(json)), Console.Error, stop));
        return command;
    }

    private static async Task PrintListAsync(string? folder, IReadOnlyList<string> words, bool asJson)
    {
        var library = ProfileArguments.LoadWithFaults(folder);
        var found = ProfileSummary.Of(library, words);
        if (asJson)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(found, LibraryJson.Default.IReadOnlyListProfileSummary));
        }
        else if (found.Count > 0)
        {
            await Console.Out.WriteAsync(ProfileSummary.Table(found));
        }

        if (library.Faults.Count > 0)
        {
            throw new NamedFailure(library.Faults);
        }

        if (found.Count == 0 && !asJson)
        {
            var wanted = string.Join(" and ", words.Select(word => $"'{word}'"));
            throw new NamedFailure(
                $"no profile has {wanted}: 'gateway profiles list' shows all, 'gateway profiles new NAME' begins one of your own");
        }
    }

    private static Command Show()
    {
        var name = new Argument<string>("NAME") { Description = "A profile's name, or its file." };
        var folder = ProfileArguments.Folder();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var yaml = new Option<bool>("--yaml") { Description = "Print the file itself." };
        var command = new Command("show", "Show all that a profile says: what to verify, traps, sources, every point.")
        {
            name, folder, json, yaml,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(yaml))
            {
                result.AddError("give either --json or --yaml");
            }
        });
        command.SetAction((parsed, stop) => Failures.NameAsync(
            async () =>
            {
                var (profile, file) = ProfileArguments.Find(parsed.GetValue(name)!, parsed.GetValue(folder));
                await Console.Out.WriteAsync(
                    parsed.GetValue(yaml) ? await File.ReadAllTextAsync(file, stop)
                    : parsed.GetValue(json) ? Json(profile, file) + "\n"
                    : ProfileSheetText.Write(ProfileSheet.Of(profile, file)));
            },
            Console.Error,
            stop));
        return command;
    }

    private static string Json(DeviceProfile profile, string file) =>
        JsonSerializer.Serialize(ProfileSheet.Of(profile, file), LibraryJson.Default.ProfileSheet);
}
