namespace Gateway.Core;

/// <summary>
/// How far a value may be trusted, and why not. Ordered by severity, so that the worse of two is the greater:
/// a derived value carries its worst input's quality. Good is below 0x40, uncertain below 0x80, bad from 0x80.
/// </summary>
/// <remarks>The numbers are written to disk: never change or reuse one.</remarks>
public enum Quality : byte
{
    /// <summary>Measured and plausible.</summary>
    Good = 0x00,

    /// <summary>Part of the period the value stands for was not measured.</summary>
    PartialCoverage = 0x40,

    /// <summary>Moved faster than the profile allows.</summary>
    RateOfChange = 0x41,

    /// <summary>Has not moved for longer than the profile allows.</summary>
    Stuck = 0x42,

    /// <summary>Outside the profile's valid range.</summary>
    OutOfRange = 0x80,

    /// <summary>The device answered with its code for "not available".</summary>
    NotAvailable = 0x81,

    /// <summary>The device says that it is being calibrated.</summary>
    Calibration = 0x82,

    /// <summary>The device says that it is being maintained.</summary>
    Maintenance = 0x83,

    /// <summary>The device says that it is faulty.</summary>
    DeviceFault = 0x84,

    /// <summary>The last value is older than allowed.</summary>
    Stale = 0x85,

    /// <summary>The device refused the request with a Modbus exception.</summary>
    ExceptionReply = 0x90,

    /// <summary>The device did not answer in time.</summary>
    Timeout = 0x91,

    /// <summary>The answer was damaged or did not belong to the request.</summary>
    InvalidReply = 0x92,

    /// <summary>The link could not be opened.</summary>
    Disconnected = 0x93,

    /// <summary>Nothing was ever measured.</summary>
    NoData = 0xA0,
}

/// <summary>Questions to a <see cref="Quality"/>.</summary>
public static class QualityExtensions
{
    private const byte FirstUncertain = 0x40;
    private const byte FirstBad = 0x80;

    extension(Quality quality)
    {
        /// <summary>True for a measured, plausible value.</summary>
        public bool IsGood => (byte)quality < FirstUncertain;

        /// <summary>True for a value that a calculation may use: good or uncertain.</summary>
        public bool IsUsable => (byte)quality < FirstBad;

        /// <summary>The worse of two qualities.</summary>
        public Quality Worst(Quality other) => quality > other ? quality : other;
    }
}
