namespace Gateway.Simulators.Physics;

/// <summary>
/// Integrals over time by Gauss-Legendre with three points a cell. The fastest change in a plant takes tens of seconds and is smooth,
/// so cells of 5 s leave an error far below any counter's last digit.
/// </summary>
internal static class Quadrature
{
    /// <summary>The longest cell, s.</summary>
    public const double CellS = 5.0;

    /// <summary>Most cells in one integral, 115 days of the longest ones; a longer window gets longer cells.</summary>
    public const int MaxCells = 2_000_000;

    private const double Node = 0.7745966692414834; // sqrt(3/5)

    /// <summary>The integral of a rate per second from one instant to another; 0 when the window is empty or turned round.</summary>
    public static double Between(Func<double, double> ratePerS, double fromS, double toS)
    {
        if (toS <= fromS)
        {
            return 0.0;
        }

        var cells = (int)Math.Clamp(Math.Ceiling((toS - fromS) / CellS), 1, MaxCells);
        var lengthS = (toS - fromS) / cells;
        var sum = 0.0;
        for (var i = 0; i < cells; i++)
        {
            sum += Cell(ratePerS, fromS + (i * lengthS), lengthS);
        }

        return sum;
    }

    /// <summary>The integral over one short cell.</summary>
    public static double Cell(Func<double, double> ratePerS, double fromS, double lengthS)
    {
        var half = lengthS / 2.0;
        var middle = fromS + half;
        var sides = ratePerS(middle - (half * Node)) + ratePerS(middle + (half * Node));
        return half * ((sides * 5.0) + (ratePerS(middle) * 8.0)) / 9.0;
    }
}
