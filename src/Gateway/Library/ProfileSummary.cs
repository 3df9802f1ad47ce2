using System.Globalization;
using Gateway.Commissioning;
using Gateway.Devices;

namespace Gateway.Library;

/// <summary>A profile in one line of the library's list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Manufacturer">Who makes the device.</param>
/// <param name="Models">The models it is for.</param>
/// <param name="Measurement">What it measures.</param>
/// <param name="State">How far it may be relied on, in the word of the profiles.</param>
/// <param name="Points">How many values it has.</param>
/// <param name="Own">True when it does not ship but is the user's.</param>
/// <param name="File">Where it stands.</param>
internal sealed record ProfileSummary(
    string Name, string Manufacturer, IReadOnlyList<string> Models, string Measurement, string State, int Points, bool Own, string File)
{
    private const int LongestModels = 44;

    /// <summary>The profiles and templates in which all the words occur, in the order of their names.</summary>
    public static IReadOnlyList<ProfileSummary> Of(ProfileLibrary library, IReadOnlyList<string> words) =>
    [
        .. library.Profiles.Values.Concat(library.Templates.Values)
            .OrderBy(profile => profile.Name, StringComparer.Ordinal)
            .Select(profile => Of(profile, library.FileOf(profile.Name)))
            .Where(summary => words.All(word => summary.SearchText.Contains(word, StringComparison.OrdinalIgnoreCase))),
    ];

    /// <summary>The list for people.</summary>
    public static string Table(IReadOnlyList<ProfileSummary> summaries) => TextTable.Write(
        ["name", "manufacturer", "models", "kind", "state", ">points"],
        [.. summaries.Select(summary => (string[])
        [
            summary.Name,
            summary.Manufacturer,
            summary.ShortModels,
            summary.Measurement,
            summary.ShortState + (summary.Own ? ", your own" : string.Empty),
            summary.Points.ToString(CultureInfo.InvariantCulture),
        ])]);

    private string SearchText => $"{Name} {Manufacturer} {string.Join(' ', Models)} {Measurement} {State}";

    private string ShortState => State == "commissioning-check" ? "check" : State;

    private string ShortModels
    {
        get
        {
            var all = string.Join(", ", Models);
            return all.Length <= LongestModels ? all : $"{all.AsSpan(0, LongestModels - 3)}...";
        }
    }

    private static ProfileSummary Of(DeviceProfile profile, string file) => new(
        profile.Name,
        profile.Manufacturer,
        profile.Models,
        profile.Measurement,
        ProfileStatuses.ByName.First(state => state.Value == profile.Status).Key,
        profile.Points.Count,
        Path.GetDirectoryName(file) != ProfileLibrary.ShippedFolder,
        file);
}
