using System.CommandLine;
using Gateway.Devices;
using Gateway.Yaml;

namespace Gateway.Verbs;

/// <summary>The options that name profiles on the command line.</summary>
internal static class ProfileArguments
{
    public static Option<string?> Folder() =>
        new("--profiles") { Description = "A folder with profiles of your own, beside those that ship." };

    /// <summary>The profiles that ship and those of the folder.</summary>
    /// <exception cref="NamedFailure">One has a fault.</exception>
    public static ProfileLibrary Load(string? folder)
    {
        var library = LoadWithFaults(folder);
        return library.Faults.Count == 0 ? library : throw new NamedFailure(library.Faults);
    }

    /// <summary>The profiles that ship and those of the folder, as far as they are sound.</summary>
    public static ProfileLibrary LoadWithFaults(string? folder) => folder is null
        ? ProfileLibrary.Load(ProfileLibrary.ShippedFolder)
        : ProfileLibrary.Load(ProfileLibrary.ShippedFolder, folder);

    /// <summary>A profile that a device can be read by, and its file.</summary>
    /// <param name="nameOrFile">Its name, or the path of its file.</param>
    /// <param name="folder">A folder of the user's own.</param>
    /// <exception cref="NamedFailure">There is none, it has a fault, or it is a template.</exception>
    public static DeviceProfile FindUsable(string nameOrFile, string? folder)
    {
        var (profile, file) = Find(nameOrFile, folder);
        return profile.Status != ProfileStatus.Template ? profile : throw new NamedFailure(
            $"'{profile.Name}' is a template that claims no addresses: 'gateway profiles new NAME --from {profile.Name}' copies it; "
                + $"give every point its address and remove its status (this one is {file})");
    }

    /// <summary>A profile or template, and its file.</summary>
    /// <param name="nameOrFile">Its name, or the path of its file.</param>
    /// <param name="folder">A folder of the user's own.</param>
    /// <exception cref="NamedFailure">There is none, or it has a fault.</exception>
    public static (DeviceProfile Profile, string File) Find(string nameOrFile, string? folder)
    {
        if (nameOrFile.EndsWith(".yaml", StringComparison.Ordinal) || nameOrFile.Contains('/', StringComparison.Ordinal))
        {
            var (read, faults) = ProfileLibrary.ReadFile(nameOrFile);
            return (read ?? throw new NamedFailure(faults), nameOrFile);
        }

        var library = Load(folder);
        var profile = library.Profiles.GetValueOrDefault(nameOrFile) ?? library.Templates.GetValueOrDefault(nameOrFile);
        var names = library.Profiles.Keys.Concat(library.Templates.Keys);
        return profile is not null
            ? (profile, library.FileOf(nameOrFile))
            : throw new NamedFailure(
                $"there is no profile '{nameOrFile}'{Spelling.DidYouMean(nameOrFile, names)} ('gateway profiles list' shows all; for one "
                    + "of your own give --profiles FOLDER, or its file)");
    }
}
