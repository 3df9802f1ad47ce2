using System.Text.Json.Serialization;
using Gateway.Core;
using Gateway.Devices;
using Gateway.Mqtt.Sparkplug;

namespace Gateway.Status;

/// <summary>What the gateway knows of itself at one instant; served as <c>/status</c> and shown by the demo.</summary>
internal sealed record GatewayStatus(
    string Site,
    string Gateway,
    string Version,
    DateTimeOffset StartedAt,
    DateTimeOffset Now,
    IReadOnlyList<LinkStatus> Links,
    IReadOnlyList<DeviceStatus> Devices,
    IReadOnlyList<RetrofitStatus> Retrofits,
    IReadOnlyList<StackStatus> Stacks,
    JournalStatus Journal,
    DeliveryStatus? Delivery,
    SparkplugStatus? Sparkplug,
    ConfigurationStatus? Configuration = null,
    ClockStatus? Clock = null);

/// <summary>The clock that stamps readings.</summary>
/// <param name="Synchronised">Whether a time service keeps the machine's clock right; null where that is not known.</param>
/// <param name="AheadS">By how many seconds the stamps are ahead of the machine's clock, which was set back.</param>
/// <param name="Steps">How often the machine's clock was set since start.</param>
internal sealed record ClockStatus(bool? Synchronised, double AheadS, long Steps);

/// <summary>Which configuration is in force.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Sha256">Of what stood in it and in the user's profiles; each checkpoint in the journal names it too.</param>
/// <param name="LoadedAt">When it came into force, by the wall clock.</param>
/// <param name="Changes">How often another came into force since start.</param>
/// <param name="Refused">What stands in the file now, where that cannot be used; null where the file is in force.</param>
internal sealed record ConfigurationStatus(
    string File, string Sha256, DateTimeOffset LoadedAt, long Changes, RefusedConfiguration? Refused);

/// <summary>A configuration that was not taken up.</summary>
/// <param name="At">When, by the wall clock.</param>
/// <param name="Sha256">As of one in force.</param>
/// <param name="Faults">Each as file:line:column and what is wrong.</param>
internal sealed record RefusedConfiguration(DateTimeOffset At, string Sha256, IReadOnlyList<string> Faults);

/// <summary>A device's polls and its newest values.</summary>
internal sealed record DeviceStatus(
    string Device,
    string Link,
    string Profile,
    long Polls,
    long FailedPolls,
    DateTimeOffset? LastSuccess,
    string? LastError,
    WireCounts Wire,
    IReadOnlyList<RefusedStatus> Refused,
    IReadOnlyList<ScreeningStatus> Screening,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyList<ValueStatus> Values);

/// <summary>Points that the device does not give while it gives others.</summary>
internal sealed record RefusedStatus(IReadOnlyList<string> Points, string Reason, DateTimeOffset Since);

/// <summary>What one rule has found at one point; there is none where it found nothing.</summary>
/// <param name="Field">The point.</param>
/// <param name="Rule"><c>sentinel</c>, <c>range</c>, <c>status</c>, <c>rate</c>, <c>stuck</c> or <c>stale</c>.</param>
/// <param name="JudgesBy">By what, in words; empty where the value itself was no number.</param>
/// <param name="Readings">How many readings it found fault with since the start.</param>
/// <param name="Since">The first of those that it finds fault with now; null where the last one passed.</param>
internal sealed record ScreeningStatus(string Field, string Rule, string JudgesBy, long Readings, DateTimeOffset? Since)
{
    public static ScreeningStatus Of(ScreeningMark mark, DeviceProfile profile) => new(
        mark.Point.Field,
        string.Join(", ", ScreeningRuleNames.NamesOf(mark.Rule)),
        ScreeningText.Of(mark.Rule, mark.Point, profile.Points),
        mark.Readings,
        mark.Since);
}

/// <summary>One value; null where nothing usable was measured. A code that the profile knows has its meaning beside.</summary>
internal sealed record ValueStatus(
    string Field, double? Value, string Unit, Quality Quality, DateTimeOffset Time, string? Meaning = null)
{
    public static ValueStatus Of(Series series, Reading reading, PointProfile point) => new(
        series.Field, double.IsFinite(reading.Value) ? reading.Value : null, series.Unit, reading.Quality, reading.Time,
        point.MeaningOf(reading.Value));
}

/// <summary>What a retrofit has saved since the gateway began to count.</summary>
internal sealed record RetrofitStatus(
    string Retrofit,
    double BaselineKwh,
    double MeasuredKwh,
    double SavedKwh,
    DateTimeOffset? From,
    DateTimeOffset? To,
    double CoveredHours);

/// <summary>What a stack has emitted since the gateway began to count.</summary>
internal sealed record StackStatus(string Stack, IReadOnlyList<PollutantStatus> Pollutants);

/// <summary>One pollutant's newest rate and its load.</summary>
internal sealed record PollutantStatus(
    string Pollutant,
    double? ConcentrationMgM3,
    double? CorrectedMgM3,
    double? RateKgH,
    double LoadKg,
    DateTimeOffset? From,
    DateTimeOffset? To,
    double CoveredHours);

/// <summary>What is on disk.</summary>
/// <param name="Epoch">Tells this journal from all others.</param>
/// <param name="FirstSeq">The oldest entry.</param>
/// <param name="NextSeq">The number that the next entry gets, or more after an unclean stop.</param>
/// <param name="Bytes">On disk.</param>
/// <param name="ReadingsRecorded">Readings and results since start.</param>
/// <param name="LastCommit">By the wall clock.</param>
/// <param name="EntriesDropped">Deleted at the journal's bound before they were delivered: lost to the database.</param>
internal sealed record JournalStatus(
    string Epoch, long FirstSeq, long NextSeq, long Bytes, long ReadingsRecorded, DateTimeOffset? LastCommit, long EntriesDropped);

/// <summary>What is still to be delivered.</summary>
/// <param name="Connected">To the broker.</param>
/// <param name="Fault">Why not.</param>
/// <param name="BacklogEntries">Journal entries that the bridge has not acknowledged.</param>
/// <param name="ReleasedEntries">Acknowledged since start.</param>
/// <param name="PointsReleased">The points in them.</param>
/// <param name="Resent">Entries sent again since start.</param>
/// <param name="SetAside">Entries larger than the broker takes; they are in the journal only.</param>
/// <param name="PointsRejected">Points that the database refused for good since start; the events tell its reason.</param>
internal sealed record DeliveryStatus(
    bool Connected, string? Fault, long BacklogEntries, long ReleasedEntries, long PointsReleased, long Resent, long SetAside,
    long PointsRejected);

/// <summary>How the status is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(GatewayStatus))]
internal sealed partial class StatusJson : JsonSerializerContext;
