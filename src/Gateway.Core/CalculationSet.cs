using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gateway.Core;

/// <summary>All calculations of a gateway: they see the same readings in the same order and share one checkpoint.</summary>
/// <remarks>
/// The checkpoint is a JSON object, a member per calculation: its name and its state. Beside them <c>definitions</c>, by name what each
/// calculation was told to compute, and <c>configuration</c>, which configuration that stood in. So of every result the journal
/// alone says how it came about: by the definition in the last checkpoint before it.
/// </remarks>
public sealed class CalculationSet
{
    private const string DefinitionsMember = "definitions";
    private const string ConfigurationMember = "configuration";

    private readonly Dictionary<string, ICalculation> byName;
    private readonly string configuration;
    private readonly int? clockSteps;

    // Of calculations that are not configured now: kept, so that one put back goes on where it was.
    private readonly SortedDictionary<string, KeptState> kept = new(StringComparer.Ordinal);
    private IReadOnlyList<ICalculation> resumed;

    /// <summary>Joins the calculations.</summary>
    /// <param name="calculations">In the order in which they see a reading.</param>
    /// <param name="definitions">By name what each is told to compute: the same text, the same calculation. One without a text is always
    /// the same.</param>
    /// <param name="configuration">Names the configuration they are from, e.g. by its hash; empty for none.</param>
    /// <param name="clockSteps">The series that tells of steps of the clock, <see cref="ClockSeries.Step"/>; null for none.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public CalculationSet(
        IReadOnlyList<ICalculation> calculations, IReadOnlyDictionary<string, string>? definitions = null, string configuration = "",
        int? clockSteps = null)
    {
        All = calculations;
        Definitions = definitions ?? new Dictionary<string, string>(StringComparer.Ordinal);
        byName = calculations.ToDictionary(calculation => calculation.Name, StringComparer.Ordinal);
        this.configuration = configuration;
        this.clockSteps = clockSteps;
        resumed = calculations;
    }

    /// <summary>The calculations, in the order in which they see a reading.</summary>
    public IReadOnlyList<ICalculation> All { get; }

    /// <summary>By name what each is told to compute.</summary>
    public IReadOnlyDictionary<string, string> Definitions { get; }

    /// <summary>Folds the readings one after the other; what follows from them is added to <paramref name="results"/>.</summary>
    public void Fold(IReadOnlyList<Reading> readings, ICollection<Reading> results) => Fold(All, readings, results);

    /// <summary>
    /// Takes in again what was recorded after the checkpoint, results included. Only those that took up their state do: what is new or
    /// has changed begins with the readings that are still to come, as it does in a gateway that was not stopped.
    /// </summary>
    public void FoldAgain(IReadOnlyList<Reading> readings) => Fold(resumed, readings, []);

    /// <summary>The state of all calculations.</summary>
    public byte[] SaveCheckpoint()
    {
        var output = new ArrayBufferWriter<byte>();
        var state = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var calculation in All)
            {
                state.ResetWrittenCount();
                calculation.Save(state);
                json.WritePropertyName(calculation.Name);
                json.WriteRawValue(state.WrittenSpan);
            }

            foreach (var (name, gone) in kept)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(gone.State);
            }

            WriteOrigin(json);
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Takes up a checkpoint. A calculation that it does not know, or knows by another definition, starts afresh. A state whose
    /// calculation is gone is kept and saved again, in case it comes back.
    /// </summary>
    /// <returns>The calculations whose state does not fit them, and why; they start afresh.</returns>
    /// <exception cref="JsonException">It is not a checkpoint.</exception>
    public IReadOnlyList<Misfit> RestoreCheckpoint(ReadOnlyMemory<byte> checkpoint)
    {
        using var document = JsonDocument.Parse(checkpoint);
        var definitions = DefinitionsIn(document.RootElement);
        var misfits = new List<Misfit>();
        var fitting = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in document.RootElement.EnumerateObject().Where(IsState))
        {
            var definition = definitions.GetValueOrDefault(member.Name);
            if (!byName.TryGetValue(member.Name, out var calculation))
            {
                kept[member.Name] = new KeptState(JsonMarshal.GetRawUtf8Value(member.Value).ToArray(), definition);
            }
            else if (Restore(calculation, definition, member.Value) is { } reason)
            {
                misfits.Add(new Misfit(member.Name, reason));
            }
            else
            {
                fitting.Add(member.Name);
            }
        }

        resumed = [.. All.Where(calculation => fitting.Contains(calculation.Name))];
        return misfits;
    }

    private void Fold(IReadOnlyList<ICalculation> calculations, IReadOnlyList<Reading> readings, ICollection<Reading> results)
    {
        foreach (var reading in readings)
        {
            foreach (var calculation in calculations)
            {
                if (reading.Series == clockSteps)
                {
                    calculation.MoveClock(TimeSpan.FromMilliseconds(reading.Value));
                }
                else
                {
                    calculation.Fold(reading, results);
                }
            }
        }
    }

    private static bool IsState(JsonProperty member) => !member.NameEquals(DefinitionsMember) && !member.NameEquals(ConfigurationMember);

    private static Dictionary<string, string> DefinitionsIn(JsonElement checkpoint) =>
        checkpoint.TryGetProperty(DefinitionsMember, out var definitions)
            ? definitions.EnumerateObject().ToDictionary(
                member => member.Name, member => member.Value.GetString() ?? string.Empty, StringComparer.Ordinal)
            : [];

    private void WriteOrigin(Utf8JsonWriter json)
    {
        if (configuration.Length > 0)
        {
            json.WriteString(ConfigurationMember, configuration);
        }

        json.WriteStartObject(DefinitionsMember);
        foreach (var calculation in All)
        {
            if (Definitions.TryGetValue(calculation.Name, out var definition))
            {
                json.WriteString(calculation.Name, definition);
            }
        }

        foreach (var (name, gone) in kept)
        {
            if (gone.Definition is not null)
            {
                json.WriteString(name, gone.Definition);
            }
        }

        json.WriteEndObject();
    }

    // A checkpoint of an older version says nothing of definitions; then what has the name is taken for the same.
    private string? Restore(ICalculation calculation, string? definition, JsonElement state)
    {
        if (definition is not null && Definitions.TryGetValue(calculation.Name, out var now) && now != definition)
        {
            return $"it was defined by {definition}, and is now by {now}";
        }

        try
        {
            calculation.Restore(JsonMarshal.GetRawUtf8Value(state));
            return null;
        }
        catch (JsonException reason)
        {
            return reason.Message;
        }
    }

    private readonly record struct KeptState(byte[] State, string? Definition);
}

/// <summary>A state that its calculation cannot take up.</summary>
/// <param name="Calculation">The calculation's name.</param>
/// <param name="Reason">What does not fit.</param>
public readonly record struct Misfit(string Calculation, string Reason);
