namespace Gateway;

/// <summary>What the process says when it ends.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A failure that was named on the error output.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood.</summary>
    public const int WrongUsage = 2;

    /// <summary>A configuration file is wrong (EX_CONFIG of sysexits.h).</summary>
    public const int WrongConfiguration = 78;
}
