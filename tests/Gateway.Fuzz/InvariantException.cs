namespace Gateway.Fuzz;

/// <summary>What must hold for any bytes does not.</summary>
public sealed class InvariantException : Exception
{
    public InvariantException()
    {
    }

    public InvariantException(string message)
        : base(message)
    {
    }

    public InvariantException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
