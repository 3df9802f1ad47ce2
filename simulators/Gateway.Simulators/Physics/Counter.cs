namespace Gateway.Simulators.Physics;

/// <summary>
/// A device's cumulative counter: the integral of a rate since the plant started. It remembers how far it has counted, so that reading
/// it costs only the time since the last reading. Safe to read from several connections.
/// </summary>
/// <param name="ratePerS">What is counted, per second; never negative.</param>
/// <param name="startS">When the counter stood at <paramref name="initial"/>, seconds since 1970-01-01 UTC.</param>
/// <param name="initial">What the counter showed at the start.</param>
internal sealed class Counter(Func<double, double> ratePerS, double startS, double initial)
{
    private readonly Lock gate = new();
    private long countedCells;
    private double counted;

    /// <summary>The counter at an instant; <c>initial</c> before the start.</summary>
    public double At(double timeS)
    {
        if (timeS <= startS)
        {
            return initial;
        }

        var cells = (long)Math.Floor((timeS - startS) / Quadrature.CellS);
        var cellStartS = startS + (cells * Quadrature.CellS);
        return WholeCells(cells) + Quadrature.Cell(ratePerS, cellStartS, timeS - cellStartS);
    }

    private double WholeCells(long cells)
    {
        lock (gate)
        {
            if (cells < countedCells)
            {
                (countedCells, counted) = (0, 0.0); // The clock was set back: count again from the start.
            }

            for (; countedCells < cells; countedCells++)
            {
                counted += Quadrature.Cell(ratePerS, startS + (countedCells * Quadrature.CellS), Quadrature.CellS);
            }

            return initial + counted;
        }
    }
}
