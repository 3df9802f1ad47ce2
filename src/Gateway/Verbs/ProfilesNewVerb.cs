using System.CommandLine;
using Gateway.Devices;
using Gateway.Library;
using Gateway.Yaml;

namespace Gateway.Verbs;

/// <summary><c>gateway profiles new NAME</c>: writes a profile to fill in, or a copy of another, and never over a profile.</summary>
internal static class ProfilesNewVerb
{
    private const string UsualFolder = "profiles";

    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The new profile's name: manufacturer and model, e.g. volta-m1." };
        var from = new Option<string?>("--from") { Description = "Begin with a copy of this profile: its name, or its file." };
        var folder = new Option<string>("--folder")
        {
            Description = $"The folder of your own profiles; '{UsualFolder}' by default.",
            DefaultValueFactory = _ => UsualFolder,
        };
        var command = new Command("new", "Begin a profile of your own.") { name, from, folder };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } given && !IsName(given))
            {
                result.AddError(
                    $"'{given}' is no profile's name: lower-case letters, digits, '-', '_' and '.', at most {YamlMap.MaxNameLength}");
            }
        });
        command.SetAction((parsed, stop) => Failures.NameAsync(
            () => WriteAsync(parsed.GetValue(name)!, parsed.GetValue(from), parsed.GetValue(folder)!, Console.Out), Console.Error, stop));
        return command;
    }

    /// <summary>Writes the file and says what to do next.</summary>
    /// <exception cref="NamedFailure">The file is there already, the folder is that of the library, or there is no such source.</exception>
    public static async Task WriteAsync(string name, string? from, string folder, TextWriter output)
    {
        if (Path.GetFullPath(folder).TrimEnd('/') == ProfileLibrary.ShippedFolder)
        {
            throw new NamedFailure(
                $"{folder} is the folder of the profiles that ship, which the next release replaces: choose another with --folder");
        }

        var text = from is null ? StartingProfile.New(name) : await CopyAsync(name, from, folder);
        var file = Path.Combine(folder, name + ".yaml");
        Directory.CreateDirectory(folder);
        if (File.Exists(file))
        {
            throw new NamedFailure($"{file} is there already and stays as it is: choose another name, or remove it first");
        }

        await using (var writer = new StreamWriter(new FileStream(file, FileMode.CreateNew)))
        {
            await writer.WriteAsync(text);
        }

        // That of this release: what stands there is an older one, and nobody's work.
        var schema = await File.ReadAllTextAsync(Path.Combine(ProfileLibrary.ShippedFolder, StartingProfile.SchemaFile));
        await File.WriteAllTextAsync(Path.Combine(folder, StartingProfile.SchemaFile), schema);
        await output.WriteAsync(Next(name, folder, file));
    }

    private static async Task<string> CopyAsync(string name, string from, string folder)
    {
        var (profile, file) = ProfileArguments.Find(from, Directory.Exists(folder) ? folder : null);
        return StartingProfile.Copy(name, profile.Name, await File.ReadAllTextAsync(file));
    }

    private static string Next(string name, string folder, string file)
    {
        var replaced = File.Exists(Path.Combine(ProfileLibrary.ShippedFolder, name + ".yaml"))
            ? $"note: a profile of this name ships; yours is used in its place wherever '{folder}' is named\n"
            : string.Empty;
        return $"""
            wrote {file}, and beside it {StartingProfile.SchemaFile}, by which an editor completes, explains and checks each key
            {replaced}next:
              1. fill it in from the datasheet: gateway profiles show NAME --yaml shows how others are written
              2. gateway profiles check {file}
              3. gateway read --tcp HOST --profile {file}       (or --serial PORT): compare each value with the display
              4. write 'profiles: {folder}' into gateway.yaml, 'profile: {name}' at the device, then gateway check gateway.yaml

            """;
    }

    private static bool IsName(string text) =>
        text.Length is > 0 and <= YamlMap.MaxNameLength && char.IsAsciiLetterOrDigit(text[0])
            && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_' or '.');
}
