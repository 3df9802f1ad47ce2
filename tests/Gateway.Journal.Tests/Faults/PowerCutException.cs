namespace Gateway.Journal.Tests;

/// <summary>The power is gone. No <see cref="IOException"/>, because nothing in the product may survive it.</summary>
internal sealed class PowerCutException() : Exception("The power was cut.");
