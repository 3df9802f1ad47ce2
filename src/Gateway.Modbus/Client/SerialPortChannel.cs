using System.IO.Ports;

namespace Gateway.Modbus;

/// <summary>
/// A serial port by System.IO.Ports, where <see cref="TerminalChannel"/> is not at home. Allocates a request object and its task for each
/// chunk read or written (about 1 kB for 50 registers in all), and keeps the silence in whole milliseconds. Its asynchronous reads ignore
/// ReadTimeout, so they are ended by their token. DTR and RTS are left alone: a pseudo-terminal refuses them.
/// </summary>
internal sealed class SerialPortChannel(SerialLine line) : ILineChannel
{
    private SerialPort? port;

    public TimeSpan FrameSilence => line.FrameSilence;

    private SerialPort Open => this.port is { IsOpen: true } port ? port : throw new ObjectDisposedException(nameof(SerialPortChannel));

    public TimeSpan TimeOf(int characters) => line.TimeOf(characters);

    /// <summary>A pulled USB adapter takes its device file along, while reads of the open port just stay silent.</summary>
    public bool IsUsable() => port is { IsOpen: true } && (OperatingSystem.IsWindows() || File.Exists(line.Path));

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        Close();
        if (line.Rs485 is not null)
            throw new IOException($"Serial port {line.Path} does not support RS-485 direction by the kernel here: leave 'rs485' out.");
        var port = new SerialPort(line.Path, line.BaudRate, line.Parity, line.DataBits, line.StopBits);
        try
        {
            port.Open();
            port.DiscardInBuffer();
        }
        catch (Exception e)
        {
            port.Dispose();
            if (e is UnauthorizedAccessException or ArgumentException or InvalidOperationException)
                throw new IOException($"Serial port {line.Path} could not be opened: {e.Message}", e);
            throw;
        }

        this.port = port;
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        Open.BaseStream.WriteAsync(bytes, cancellationToken);

    public async ValueTask<int> ReadAsync(Memory<byte> destination, int awaited, CancellationToken cancellationToken)
    {
        var count = await Open.BaseStream.ReadAsync(destination, cancellationToken);
        return count > 0 ? count : throw new EndOfStreamException($"Serial port {line.Path} was closed.");
    }

    public int TakeArrived(Span<byte> destination) =>
        Open.BytesToRead is > 0 and var arrived ? Open.BaseStream.Read(destination[..Math.Min(arrived, destination.Length)]) : 0;

    public void Close()
    {
        try
        {
            port?.Dispose();
        }
        catch (Exception e) when (LinkFailure.Covers(e) || e is UnauthorizedAccessException)
        {
            // A pulled adapter: the port is gone, which is what was wanted.
        }

        port = null;
    }
}
