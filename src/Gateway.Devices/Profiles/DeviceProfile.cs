namespace Gateway.Devices;

/// <summary>A type of device: where its values stand and how they are to be read. Data, checked when it was loaded.</summary>
public sealed record DeviceProfile
{
    /// <summary>Unique, e.g. <c>eastron-sdm630</c>; the name of the profile's file.</summary>
    public required string Name { get; init; }

    /// <summary>Who makes it.</summary>
    public required string Manufacturer { get; init; }

    /// <summary>The models it is for.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>What it measures: <c>vfd</c>, <c>meter</c>, <c>cems</c> or <c>transmitter</c>; the measurement of its series.</summary>
    public required string Measurement { get; init; }

    /// <summary>How far it may be relied on.</summary>
    public ProfileStatus Status { get; init; }

    /// <summary>Where the register map was taken from.</summary>
    public required string Source { get; init; }

    /// <summary>What whoever connects such a device should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What must be verified on the device before its values are used, one sentence each.</summary>
    public IReadOnlyList<string> Verify { get; init; } = [];

    /// <summary>How the device leaves the factory; null when it has no serial port.</summary>
    public SerialDefaults? Serial { get; init; }

    /// <summary>The order of the bytes of every point that does not say otherwise.</summary>
    public ByteOrder Order { get; init; }

    /// <summary>What it allows in one read.</summary>
    public required ReadLimits Limits { get; init; }

    /// <summary>Least time between one of its replies and the next request to it, beyond the silence that the line asks for.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Its values, in the order of the file.</summary>
    public required IReadOnlyList<PointProfile> Points { get; init; }

    /// <summary>What it says of itself, in the order of the file.</summary>
    public IReadOnlyList<TextProfile> Texts { get; init; } = [];

    /// <summary>The points that one device's entry in the configuration leaves out: known, but not polled.</summary>
    public IReadOnlyList<PointProfile> LeftOut { get; init; } = [];

    /// <summary>True for a user's own profile that stands in for one that ships under the same name.</summary>
    public bool IsReplacement { get; init; }
}

/// <summary>How a device's serial port is set in the factory.</summary>
/// <param name="BaudRate">Bits per second.</param>
/// <param name="Format">Data bits, parity, stop bits as manuals print them, e.g. <c>8E1</c>.</param>
/// <param name="Unit">The device's address, 1–247.</param>
/// <param name="Verified">True when a manual or a driver says so; false for what is commonly found: look it up on the device.</param>
public sealed record SerialDefaults(int BaudRate, string Format, byte Unit, bool Verified);
