namespace Gateway.Modbus.Tests;

/// <summary>Two pseudo-terminals joined back to back: two programs each open one as a serial port and hear each other.</summary>
internal sealed class NullModem : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly PseudoTerminal near = PseudoTerminal.Open();
    private readonly PseudoTerminal far = PseudoTerminal.Open();
    private readonly Task copying;

    private NullModem() => copying = Task.WhenAll(CopyAsync(near, far), CopyAsync(far, near));

    public string NearPath => near.Path;

    public string FarPath => far.Path;

    public static NullModem Connect() => new();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await copying;
        await near.DisposeAsync();
        await far.DisposeAsync();
        stopping.Dispose();
    }

    private async Task CopyAsync(PseudoTerminal from, PseudoTerminal to)
    {
        try
        {
            await from.CopyToAsync(to, stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // The line was taken down.
        }
    }
}
