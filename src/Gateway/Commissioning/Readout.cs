using System.Text.Json.Serialization;
using Gateway.Core;

namespace Gateway.Commissioning;

/// <summary>What one look at a device brought.</summary>
/// <param name="Link">Where it is, e.g. <c>tcp 127.0.0.1:5020</c>.</param>
/// <param name="Unit">Its address on the link.</param>
/// <param name="Profile">The profile it was read by; null for plain registers.</param>
/// <param name="Time">When.</param>
/// <param name="Points">Its values, in the order of the profile or of the command line.</param>
/// <param name="Registers">Registers that nobody said the type of.</param>
/// <param name="Readings">What they would be as wider numbers.</param>
internal sealed record Readout(
    string Link,
    int Unit,
    string? Profile,
    DateTimeOffset Time,
    IReadOnlyList<PointReadout> Points,
    IReadOnlyList<RegisterReadout> Registers,
    IReadOnlyList<Interpretation> Readings);

/// <summary>One value.</summary>
/// <param name="Point">Its name in the profile.</param>
/// <param name="Value">The number; null where there is none.</param>
/// <param name="Text">What the value means, where it is a code, flags or text.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Quality">How far it may be trusted.</param>
/// <param name="Table">The table it was read from.</param>
/// <param name="Address">Zero-based, as on the wire.</param>
/// <param name="Reference">The same in the traditional way, counted from 1.</param>
/// <param name="Raw">The registers in hexadecimal; null where none came.</param>
internal sealed record PointReadout(
    string Point,
    double? Value,
    string? Text,
    string Unit,
    Quality Quality,
    string Table,
    int Address,
    string Reference,
    string? Raw)
{
    /// <summary>The screening rules that took its good quality away, by name; none where it is good or the read failed.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}

/// <summary>One register as it came.</summary>
internal sealed record RegisterReadout(string Table, int Address, string Reference, string Raw, ushort Unsigned, short Signed);

/// <summary>Registers in a row as one number, in each order of its bytes; null where that is no finite number.</summary>
internal sealed record Interpretation(
    string Table, int Address, string Reference, string Raw, string Type, double? Abcd, double? Cdab, double? Badc, double? Dcba);

/// <summary>How <c>--json</c> writes it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(Readout))]
[JsonSerializable(typeof(ScanReport))]
internal sealed partial class CommissioningJson : JsonSerializerContext;
