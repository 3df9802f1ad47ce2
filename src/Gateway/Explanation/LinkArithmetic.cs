using System.Globalization;
using Gateway.Configuration;

namespace Gateway.Explanation;

/// <summary>Says in words what reading costs on a link.</summary>
internal static class LinkArithmetic
{
    /// <summary>For example: <c>9600 Bd 8E1: 30.0 ms a request and 2.29 ms a register</c>.</summary>
    public static string Of(LinkOptions link) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Line(link.Transport)}: {link.Cost.PerRequest.TotalMilliseconds:F1} ms a request "
        + $"and {link.Cost.PerRegister.TotalMilliseconds:G3} ms a register");

    private static string Line(Transport transport) => transport switch
    {
        Transport.Serial serial => $"{serial.Line.BaudRate} Bd, {serial.Line.Format}",
        _ => "estimated",
    };
}
