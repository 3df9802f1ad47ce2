using System.Globalization;
using System.Text;

namespace Gateway.Benchmarks.Bridge;

/// <summary>A gateway's messages: a tick of 50 devices with 20 slowly changing values each, in line protocol.</summary>
internal static class PlantLines
{
    public const int Devices = 50, ValuesPerDevice = 20, ValuesPerMessage = Devices * ValuesPerDevice;

    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The message of a gateway's second.</summary>
    public static byte[] Message(string gateway, long second)
    {
        var text = new StringBuilder();
        var time = Begin.AddSeconds(second).ToUnixTimeMilliseconds();
        for (var device = 0; device < Devices; device++)
        {
            text.Append(CultureInfo.InvariantCulture, $"meter,device=meter-{device:D2},gateway={gateway},site=mill ");
            for (var value = 0; value < ValuesPerDevice; value++)
            {
                var reading = 100 + device + (value * 7) + (((second * (value + 3)) + device) % 64 / 16.0);
                text.Append(CultureInfo.InvariantCulture, $"channel_{value:D2}_kw={reading},");
            }

            text.Append(CultureInfo.InvariantCulture, $"quality=\"good\" {time}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
