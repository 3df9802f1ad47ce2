using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Gateway.Core;

/// <summary>Keeps the state of a calculation that is written as a pure function.</summary>
/// <typeparam name="TState">Immutable; everything the calculation remembers.</typeparam>
/// <param name="name">See <see cref="ICalculation.Name"/>.</param>
/// <param name="start">The state before the first reading.</param>
/// <param name="stateFormat">How the state is written down.</param>
public abstract class Calculation<TState>(string name, TState start, JsonTypeInfo<TState> stateFormat) : ICalculation
    where TState : notnull
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <summary>What the readings so far have led to.</summary>
    public TState State { get; private set; } = start;

    /// <inheritdoc/>
    public void Fold(in Reading reading, ICollection<Reading> results) => State = Fold(State, reading, results);

    /// <inheritdoc/>
    public void MoveClock(TimeSpan by) => State = Moved(State, by);

    /// <inheritdoc/>
    public void Save(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(json, State, stateFormat);
    }

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> state)
    {
        var restored = JsonSerializer.Deserialize(state, stateFormat) ?? throw new JsonException($"The state of {Name} is null.");
        State = Fits(restored) ? restored : throw new JsonException($"The state of {Name} is of another shape, start it anew.");
    }

    /// <summary>False for a restored state that this calculation cannot go on from, e.g. one that an older version wrote.</summary>
    protected virtual bool Fits(TState restored) => true;

    /// <summary>The state with its times moved, see <see cref="ICalculation.MoveClock"/>; as it is where it holds none.</summary>
    protected virtual TState Moved(TState state, TimeSpan by) => state;

    /// <summary>The state after <paramref name="reading"/>; what follows from it is added to <paramref name="results"/>.</summary>
    protected abstract TState Fold(TState state, in Reading reading, ICollection<Reading> results);
}
