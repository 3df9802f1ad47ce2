using System.Text.Json.Serialization;
using Gateway.Commissioning;
using Gateway.Devices;

namespace Gateway.Library;

/// <summary>All that a profile says, as <c>gateway profiles show</c> prints it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Manufacturer">Who makes the device.</param>
/// <param name="Models">The models it is for.</param>
/// <param name="Measurement">What it measures.</param>
/// <param name="State">How far it may be relied on, in the word of the profiles.</param>
/// <param name="File">Where it stands.</param>
/// <param name="Source">Where the register map was taken from.</param>
/// <param name="Verify">What must be verified on the device before its values are used.</param>
/// <param name="Notes">Known traps.</param>
/// <param name="Serial">The factory setting; null when there is no serial port, or nobody knows.</param>
/// <param name="Reads">What one read may ask for.</param>
/// <param name="Points">Its values.</param>
/// <param name="Texts">What it says of itself.</param>
internal sealed record ProfileSheet(
    string Name,
    string Manufacturer,
    IReadOnlyList<string> Models,
    string Measurement,
    string State,
    string File,
    string Source,
    IReadOnlyList<string> Verify,
    IReadOnlyList<string> Notes,
    SerialDefaults? Serial,
    ReadSheet Reads,
    IReadOnlyList<PointSheet> Points,
    IReadOnlyList<TextSheet> Texts)
{
    public static ProfileSheet Of(DeviceProfile profile, string file) => new(
        profile.Name,
        profile.Manufacturer,
        profile.Models,
        profile.Measurement,
        ProfileStatuses.ByName.First(state => state.Value == profile.Status).Key,
        file,
        profile.Source.Trim(),
        profile.Verify,
        profile.Notes,
        profile.Serial,
        new ReadSheet(
            profile.Limits.MaxRegisters,
            profile.Limits.MaxBits,
            profile.Limits.MaxGap,
            profile.Limits.Alignment,
            [.. profile.Limits.Holes.Select(hole => $"{hole.First}-{hole.Last}")],
            profile.Limits.Splits,
            profile.Pause.TotalMilliseconds),
        [.. profile.Points.Select(point => PointSheet.Of(point, profile.Points))],
        [.. profile.Texts.Select(TextSheet.Of)]);
}

/// <summary>What one read may ask for.</summary>
/// <param name="MaxRegisters">Most registers.</param>
/// <param name="MaxBits">Most bits.</param>
/// <param name="Gap">Most unwanted registers in a row that may be read through.</param>
/// <param name="Alignment">Reads begin and end at multiples of it.</param>
/// <param name="Holes">Addresses that no read may touch.</param>
/// <param name="Splits">Addresses at which a read begins anew.</param>
/// <param name="PauseMs">Least time between a reply and the next request.</param>
internal sealed record ReadSheet(
    int MaxRegisters, int MaxBits, int Gap, int Alignment, IReadOnlyList<string> Holes, IReadOnlyList<int> Splits, double PauseMs);

/// <summary>What the device says of itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Table">Its table.</param>
/// <param name="Address">Zero-based.</param>
/// <param name="Reference">The same in the traditional way.</param>
/// <param name="Registers">How many registers it takes.</param>
/// <param name="Type"><c>string</c>, or the whole number that it is.</param>
/// <param name="IntervalS">How often it is read.</param>
internal sealed record TextSheet(string Name, string Table, int Address, string Reference, int Registers, string Type, double IntervalS)
{
    public static TextSheet Of(TextProfile text) => new(
        text.Name,
        RegisterReference.NameOf(text.Table),
        text.Address,
        RegisterReference.Of(text.Table, text.Address),
        text.Size,
        text.Type is { } type ? PointTypes.ByName.First(known => known.Value == type).Key : "string",
        text.Interval.TotalSeconds);
}

/// <summary>How <c>--json</c> writes the library.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ProfileSheet))]
[JsonSerializable(typeof(IReadOnlyList<ProfileSummary>))]
internal sealed partial class LibraryJson : JsonSerializerContext;
