using Gateway.Core;

namespace Gateway.Devices;

/// <summary>Judges a device's values by its status word.</summary>
public static class StatusScreen
{
    /// <summary>What a status reading makes of the points it speaks for.</summary>
    /// <param name="meaning">What its bits mean.</param>
    /// <param name="status">The status word as it was read in the same poll.</param>
    /// <returns>
    /// The worst that a bit or the code says; good when none says anything. A status that could not be read passes its own quality on:
    /// nobody knows then whether the device was measuring.
    /// </returns>
    public static Quality Judge(StatusMeaning meaning, in Reading status)
    {
        if (!status.Quality.IsUsable)
        {
            return status.Quality;
        }

        var word = (ulong)status.Value;
        var worst = meaning.Codes?.MeaningOf(word)?.Quality ?? Quality.Good;
        for (var i = 0; i < meaning.Bits.Count; i++)
        {
            var bit = meaning.Bits[i];
            worst = bit.Speaks(word) ? worst.Worst(bit.Quality ?? Quality.Good) : worst;
        }

        return worst;
    }
}
