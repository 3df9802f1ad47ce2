using System.Buffers;

namespace Gateway.Core;

/// <summary>
/// A calculation over the stream of readings. It knows no clock and no I/O: time comes from the readings, so the same readings
/// always give the same results, bit for bit.
/// </summary>
public interface ICalculation
{
    /// <summary>Unique and stable over restarts, e.g. <c>retrofit/id-fan</c>: the checkpoint finds the state by it.</summary>
    string Name { get; }

    /// <summary>Takes one reading in and adds what follows from it to <paramref name="results"/>.</summary>
    void Fold(in Reading reading, ICollection<Reading> results);

    /// <summary>
    /// The clock that stamps readings was moved against true time: the readings to come are stamped that much later, or earlier, than they
    /// would have been. Moves every remembered time along, so that the stretch in between keeps its true length.
    /// </summary>
    void MoveClock(TimeSpan by);

    /// <summary>Appends the state to <paramref name="output"/>, as JSON.</summary>
    void Save(IBufferWriter<byte> output);

    /// <summary>Takes up a state that <see cref="Save"/> wrote.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is not such a state.</exception>
    void Restore(ReadOnlySpan<byte> state);
}
