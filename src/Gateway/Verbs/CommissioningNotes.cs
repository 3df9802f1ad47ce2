using System.IO.Ports;
using Gateway.Configuration;
using Gateway.Modbus;

namespace Gateway.Verbs;

/// <summary>What whoever connects the devices of an installation has to look at before their values are used.</summary>
internal static class CommissioningNotes
{
    /// <summary>One line each; none when every profile in use is verified and every serial setting known.</summary>
    public static IEnumerable<string> Of(GatewayOptions options) => options.Links.SelectMany(Of);

    private static IEnumerable<string> Of(LinkOptions link) => link.Devices.SelectMany(device =>
        OriginNotes(device)
            .Concat(device.Profile.Verify.Select(check => $"{device.Name} ({device.Profile.Name}): verify: {check}"))
            .Concat(SerialNotes(link, device)));

    private static IEnumerable<string> OriginNotes(DeviceOptions device) => device.Profile.IsReplacement
        ? [$"{device.Name} ({device.Profile.Name}): your own profile is used, not the one that ships under this name"]
        : [];

    private static IEnumerable<string> SerialNotes(LinkOptions link, DeviceOptions device)
    {
        if (link.Transport is not Transport.Serial { Line: var line } || device.Profile.Serial is not { Verified: false } factory)
        {
            yield break;
        }

        var configured = $"{line.BaudRate} {FormatOf(line)}";
        var assumed = $"{factory.BaudRate} {factory.Format}";
        var finding = configured == assumed
            ? $"{assumed} is what such devices are believed to leave the factory with"
            : $"the line is {configured}, but such devices are believed to leave the factory with {assumed}";
        yield return $"{device.Name} ({device.Profile.Name}): {finding}: look it up on the device";
    }

    private static string FormatOf(SerialLine line)
    {
        var parity = line.Parity switch { Parity.Even => 'E', Parity.Odd => 'O', Parity.Mark => 'M', Parity.Space => 'S', _ => 'N' };
        return $"{line.DataBits}{parity}{(line.StopBits == StopBits.Two ? 2 : 1)}";
    }
}
