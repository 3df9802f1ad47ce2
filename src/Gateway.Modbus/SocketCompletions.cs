namespace Gateway.Modbus;

/// <summary>On which thread .NET's sockets run what awaits them.</summary>
public static class SocketCompletions
{
    /// <summary>
    /// Makes the thread that hears of a reply handle it too, where .NET's own way is to wake two threads of the pool for it: for many
    /// connections with small replies that is most of the cost. Holds for the whole process, so nothing that continues after
    /// a socket's wait may block. To be called before the process uses its first socket; what the environment says already is left.
    /// </summary>
    /// <remarks>
    /// .NET reads these two settings from the environment only, when the first socket needs its engine (SocketAsyncEngine, Unix).
    /// It then finds what is set here: this is the process's own copy, which no child process and no C library need see.
    /// </remarks>
    public static void RunInline()
    {
        SetUnlessSet("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        SetUnlessSet("DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT", "1");
    }

    private static void SetUnlessSet(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
            Environment.SetEnvironmentVariable(name, value);
    }
}
