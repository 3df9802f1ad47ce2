using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Gateway.Mqtt.Sparkplug;

/// <summary>
/// Keeps the number of the next connection over a restart, as text: an NDEATH of the life before, which another broker may deliver late,
/// must not pass for one of the present life.
/// </summary>
/// <remarks>
/// Sparkplug 3.0.0, section 5.4: each CONNECT has one more than the one before, whichever process sent that; 0 stands for the first ever.
/// A file that cannot be read or written costs no more than that protection.
/// </remarks>
public sealed class BdSeqFile(string path, ILogger<BdSeqFile> logger)
{
    /// <summary>The number of the next connection; 0 when none is kept.</summary>
    public byte Read()
    {
        try
        {
            return byte.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var next) ? next : (byte)0;
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Keeps the number of the next connection.</summary>
    public void Save(byte next)
    {
        try
        {
            var written = path + ".new";
            File.WriteAllText(written, next.ToString(CultureInfo.InvariantCulture));
            File.Move(written, path, overwrite: true);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            Log.SparkplugNumberNotKept(logger, path, reason.Message);
        }
    }
}
