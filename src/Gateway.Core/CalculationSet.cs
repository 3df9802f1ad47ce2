using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gateway.Core;

/// <summary>All calculations of a gateway: they see the same readings in the same order and share one checkpoint.</summary>
/// <remarks>The checkpoint is a JSON object, a member per calculation: its name and its state.</remarks>
public sealed class CalculationSet
{
    private readonly Dictionary<string, ICalculation> byName;

    // States of calculations that are not configured now: kept, so that one put back goes on where it was.
    private readonly SortedDictionary<string, byte[]> kept = new(StringComparer.Ordinal);

    /// <summary>Joins the calculations.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public CalculationSet(IReadOnlyList<ICalculation> calculations)
    {
        All = calculations;
        byName = calculations.ToDictionary(calculation => calculation.Name, StringComparer.Ordinal);
    }

    /// <summary>The calculations, in the order in which they see a reading.</summary>
    public IReadOnlyList<ICalculation> All { get; }

    /// <summary>Folds the readings one after the other; what follows from them is added to <paramref name="results"/>.</summary>
    public void Fold(IReadOnlyList<Reading> readings, ICollection<Reading> results)
    {
        foreach (var reading in readings)
        {
            foreach (var calculation in All)
            {
                calculation.Fold(reading, results);
            }
        }
    }

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

            foreach (var (name, keptState) in kept)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(keptState);
            }

            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Takes up a checkpoint. A calculation that it does not know starts afresh: it is new in the configuration. A state whose
    /// calculation is gone is kept and saved again, in case it comes back.
    /// </summary>
    /// <returns>The calculations whose state does not fit them, and why; they start afresh.</returns>
    /// <exception cref="JsonException">It is not a checkpoint.</exception>
    public IReadOnlyList<Misfit> RestoreCheckpoint(ReadOnlyMemory<byte> checkpoint)
    {
        using var document = JsonDocument.Parse(checkpoint);
        var misfits = new List<Misfit>();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (!byName.TryGetValue(member.Name, out var calculation))
            {
                kept[member.Name] = JsonMarshal.GetRawUtf8Value(member.Value).ToArray();
            }
            else if (Restore(calculation, member.Value) is { } reason)
            {
                misfits.Add(new Misfit(member.Name, reason));
            }
        }

        return misfits;
    }

    private static string? Restore(ICalculation calculation, JsonElement state)
    {
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
}

/// <summary>A state that its calculation cannot take up.</summary>
/// <param name="Calculation">The calculation's name.</param>
/// <param name="Reason">What does not fit.</param>
public readonly record struct Misfit(string Calculation, string Reason);
