using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Core;
using Gateway.Journal.Ledger;

namespace Gateway.Pipeline;

/// <summary>
/// Makes the ledger's records of what the journal holds: each closed hour as it was computed, and each day as the sum of its hours, when
/// the first hour of a later day closes. A fold over the ticks: the same ticks, the same records.
/// </summary>
internal sealed class LedgerFold(ulong epoch)
{
    private const string PeriodTag = "period";
    private const string Hour = "hour";
    private const string Day = "day";
    private const string CoverageField = "coverage_pct";
    private const int HoursOfADay = 24;

    private static readonly string ProductVersion =
        typeof(LedgerFold).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? string.Empty;

    private readonly Dictionary<string, List<LedgerRecord>> today = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> definitions = new(StringComparer.Ordinal);
    private string configuration = string.Empty;

    /// <summary>True for a series whose values are an hour's results.</summary>
    public static bool IsOfAnHour(Series series) => series.Tags.Any(tag => tag.Key == PeriodTag && tag.Value == Hour);

    /// <summary>Takes up where a ledger stands: its last hours, newest first, without those of the entry that is folded next.</summary>
    public void Resume(IEnumerable<LedgerRecord> newestFirst)
    {
        DateTimeOffset? newest = null;
        foreach (var record in newestFirst)
        {
            newest ??= record.Period.Start;
            if (record.Period.Start < newest - TimeSpan.FromDays(2))
            {
                break;
            }

            var hours = HoursOf(record.Subject);
            if (record.Kind == Hour && (hours.Count == 0 || DayOf(hours[0]) == DayOf(record)))
            {
                hours.Insert(0, record);
            }
        }
    }

    /// <summary>The records that a tick completes.</summary>
    public IReadOnlyList<LedgerRecord> Take(in RecordedTick recorded)
    {
        if (!recorded.Tick.Checkpoint.IsEmpty)
        {
            ReadOrigin(recorded.Tick.Checkpoint);
        }

        var (catalog, seq) = (recorded.Catalog, recorded.Seq);
        var records = new List<LedgerRecord>();
        foreach (var results in recorded.Tick.Results.Where(result => IsOfAnHour(catalog[result.Series]))
            .GroupBy(result => (Subject: SubjectOf(catalog[result.Series]), result.Time)))
        {
            var record = new LedgerRecord
            {
                Kind = Hour,
                Subject = results.Key.Subject,
                Period = new Period(results.Key.Time - Period.Hour, results.Key.Time),
                Values = [.. results.Select(result => new LedgerValue(
                    catalog[result.Series].Field, catalog[result.Series].Unit, result.Value, result.Quality))],
                Definition = definitions.GetValueOrDefault(CalculationOf(results.Key.Subject), string.Empty),
                Configuration = configuration,
                Version = ProductVersion,
                Epoch = epoch,
                Entry = seq,
            };
            Add(record, records);
        }

        return records;
    }

    private static string SubjectOf(Series series) =>
        series.Measurement + string.Concat(series.Tags.Where(tag => tag.Key != PeriodTag).Select(tag => $",{tag.Key}={tag.Value}"));

    // A subject's tag names its calculation: savings,retrofit=fan is of retrofit/fan.
    private static string CalculationOf(string subject) =>
        subject.Split(',').FirstOrDefault(tag => tag.Split('=')[0] is "retrofit" or "stack")?.Replace('=', '/') ?? string.Empty;

    private static DateTime DayOf(LedgerRecord record) => record.Period.Start.UtcDateTime.Date;

    private List<LedgerRecord> HoursOf(string subject)
    {
        if (!today.TryGetValue(subject, out var hours))
        {
            today[subject] = hours = [];
        }

        return hours;
    }

    private void Add(LedgerRecord hour, List<LedgerRecord> records)
    {
        var hours = HoursOf(hour.Subject);
        if (hours.Count > 0 && DayOf(hours[0]) != DayOf(hour))
        {
            records.Add(Sum(hours, hour));
            hours.Clear();
        }

        hours.Add(hour);
        records.Add(hour);
    }

    // Amounts add up; the coverage is that of the whole day, hours without a record included. Of an hour recorded twice the later counts.
    private static LedgerRecord Sum(List<LedgerRecord> hours, LedgerRecord completedBy)
    {
        var counted = hours.GroupBy(hour => hour.Period.Start, (_, same) => same.Last()).ToList();
        var whole = counted.Count == HoursOfADay ? Quality.Good : Quality.PartialCoverage;
        var values = new List<LedgerValue>();
        foreach (var field in counted.SelectMany(hour => hour.Values).Where(IsSummed).GroupBy(value => (value.Field, value.Unit)))
        {
            var sum = field.Where(value => double.IsFinite(value.Value)).Sum(value => value.Value);
            values.Add(new LedgerValue(
                field.Key.Field,
                field.Key.Unit,
                field.Key.Field == CoverageField ? sum / HoursOfADay : sum,
                field.Aggregate(whole, (worst, value) => worst.Worst(value.Quality))));
        }

        var start = new DateTimeOffset(DayOf(hours[0]), TimeSpan.Zero);
        return completedBy with
        {
            Kind = Day,
            Period = new Period(start, start + Period.Day),
            Values = values,
            Definition = hours[^1].Definition,
            Configuration = hours[^1].Configuration,
        };
    }

    private static bool IsSummed(LedgerValue value) => value.Unit is "kWh" or "kg" || value.Field == CoverageField;

    private void ReadOrigin(ReadOnlyMemory<byte> checkpoint)
    {
        using var json = JsonDocument.Parse(checkpoint);
        configuration = json.RootElement.TryGetProperty("configuration", out var hash) ? hash.GetString() ?? string.Empty : string.Empty;
        definitions.Clear();
        if (json.RootElement.TryGetProperty("definitions", out var all))
        {
            foreach (var definition in all.EnumerateObject())
            {
                var text = Encoding.UTF8.GetBytes(definition.Value.GetString() ?? string.Empty);
                definitions[definition.Name] = Convert.ToHexStringLower(SHA256.HashData(text));
            }
        }
    }
}
