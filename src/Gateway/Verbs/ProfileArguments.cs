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
        var library = folder is null
            ? ProfileLibrary.Load(ProfileLibrary.ShippedFolder)
            : ProfileLibrary.Load(ProfileLibrary.ShippedFolder, folder);
        return library.Faults.Count == 0 ? library : throw new NamedFailure(string.Join('\n', library.Faults));
    }

    /// <exception cref="NamedFailure">There is none of that name.</exception>
    public static DeviceProfile Find(ProfileLibrary library, string name) => library.Profiles.GetValueOrDefault(name)
        ?? throw new NamedFailure(
            $"there is no profile '{name}'{Spelling.DidYouMean(name, library.Profiles.Keys)} "
                + $"(here: {string.Join(", ", library.Profiles.Keys)})");
}
