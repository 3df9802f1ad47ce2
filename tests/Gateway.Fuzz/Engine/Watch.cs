using System.Diagnostics;

namespace Gateway.Fuzz;

/// <summary>Ends the process, naming the input, when one input takes more processor time than any may.</summary>
internal sealed class Watch : IDisposable
{
    public static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(5);

    private readonly ITimer timer;
    private byte[] input = [];
    private byte[]? last;
    private TimeSpan since;

    public Watch() => timer = TimeProvider.System.CreateTimer(_ => Look(), null, MostProcessorTime, TimeSpan.FromSeconds(1));

    public void Begins(byte[] input) => Volatile.Write(ref this.input, input);

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        var now = Process.GetCurrentProcess().TotalProcessorTime;
        var current = Volatile.Read(ref input);
        if (!ReferenceEquals(current, last))
            (last, since) = (current, now);
        else if (now - since > MostProcessorTime)
            Environment.FailFast($"Hangs on {Convert.ToHexString(current)}");
    }
}
