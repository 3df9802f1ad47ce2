namespace Gateway.Modbus.Tests;

/// <summary>Two pseudo-terminals joined back to back: two programs each open one as a serial port and hear each other.</summary>
internal sealed class NullModem : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PseudoTerminal _near = PseudoTerminal.Open();
    private readonly PseudoTerminal _far = PseudoTerminal.Open();
    private readonly Task _copying;

    private NullModem() => _copying = Task.WhenAll(CopyAsync(_near, _far), CopyAsync(_far, _near));

    public string NearPath => _near.Path;

    public string FarPath => _far.Path;

    public static NullModem Connect() => new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _copying;
        await _near.DisposeAsync();
        await _far.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task CopyAsync(PseudoTerminal from, PseudoTerminal to)
    {
        try
        {
            await from.CopyToAsync(to, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The line was taken down.
        }
    }
}
