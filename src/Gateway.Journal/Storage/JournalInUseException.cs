namespace Gateway.Journal;

/// <summary>The journal's folder belongs to another process.</summary>
public sealed class JournalInUseException : IOException
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    internal JournalInUseException(string location, Exception cause)
        : base($"Journal {location} is in use by another gateway process. Stop that one, or give this one another folder.", cause)
    {
    }

    internal static bool IsSharingViolation(IOException fault) =>
        fault.HResult is LinuxWouldBlock or MacWouldBlock or WindowsSharingViolation;
}
