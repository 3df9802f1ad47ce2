using System.Globalization;

namespace Gateway.Modbus.Tests;

/// <summary>Writes down what an observer is told, a line an event.</summary>
internal sealed class WireLog : IWireObserver
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];

    /// <summary>The events so far, in their order.</summary>
    public string[] Lines
    {
        get
        {
            lock (gate)
                return [.. lines];
        }
    }

    public void RequestSent(ReadOnlySpan<byte> frame) => Note($"sent {Convert.ToHexString(frame)}");

    public void FrameReceived(ReadOnlySpan<byte> frame) => Note($"frame {Convert.ToHexString(frame)}");

    public void BytesDiscarded(ReadOnlySpan<byte> bytes, bool isDamagedFrame) =>
        Note($"{(isDamagedFrame ? "damaged" : "discarded")} {Convert.ToHexString(bytes)}");

    public void ReadEnded(in ReadRequest request, in ReadResult result, TimeSpan roundTrip) => Note(string.Create(
        CultureInfo.InvariantCulture, $"ended {request.Unit}/{request.Address} {result.Fault} after {roundTrip.TotalMilliseconds} ms"));

    private void Note(string line)
    {
        lock (gate)
            lines.Add(line);
    }
}
