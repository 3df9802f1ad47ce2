using System.Globalization;

namespace Gateway.Benchmarks.Tcp;

/// <summary>What is polled.</summary>
/// <param name="Connections">How many.</param>
/// <param name="RequestsPerSecond">On each.</param>
internal readonly record struct TcpLoad(int Connections, int RequestsPerSecond)
{
    /// <summary>Registers in each request.</summary>
    public const int Registers = 50;

    /// <summary>How long each slave takes.</summary>
    public const int DelayUs = 5000;

    /// <summary>Time before the measurement, s: code is compiled again where it is hot.</summary>
    public const int WarmUpSeconds = 6;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Connections}x{RequestsPerSecond}Hz");
}
