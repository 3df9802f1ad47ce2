namespace Gateway.Modbus.Tests;

/// <summary>What a slave does next, once it has heard a request.</summary>
public abstract record SlaveStep
{
    private SlaveStep()
    {
    }

    public sealed record Say(byte[] Bytes) : SlaveStep;

    /// <summary>Does nothing for that many of the client's reply time-outs.</summary>
    public sealed record Wait(double Timeouts) : SlaveStep;

    /// <summary>Closes the connection in good order, or with a reset.</summary>
    public sealed record HangUp(bool Resets) : SlaveStep;
}
