namespace Gateway.Fuzz;

/// <summary>One part of the protocol that must hold for any bytes.</summary>
/// <param name="Name">Name of its corpus file, and on the command line.</param>
/// <param name="Check">Runs one input; throws where an invariant does not hold.</param>
/// <param name="Seeds">Inputs to start from.</param>
/// <param name="Words">Byte sequences that mean something to it.</param>
internal sealed record FuzzTarget(string Name, FuzzCheck Check, byte[][] Seeds, byte[][] Words);

internal delegate void FuzzCheck(ReadOnlySpan<byte> input);
