namespace Gateway.Configuration;

/// <summary>A configuration as it was read from disk.</summary>
/// <param name="Read">What it says, or what is wrong with it.</param>
/// <param name="Files">What it was read from.</param>
/// <param name="Contents">What stood in them before they were read, so that what changes meanwhile is noticed at the next look.</param>
internal sealed record LoadedConfiguration(Checked<GatewayOptions> Read, ConfigurationFiles Files, FileContents Contents)
{
    // Which files there are is known after reading only; they are read again as long as the answer changes.
    private const int MaxReads = 5;

    /// <summary>Reads a file and those it names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="running">What runs now: a change of what cannot change meanwhile is a fault. Null before the start.</param>
    public static LoadedConfiguration Load(string path, GatewayOptions? running = null)
    {
        var files = new ConfigurationFiles(path, null, []);
        for (var reads = 1; ; reads++)
        {
            var contents = files.Look();
            var read = GatewayFile.Read(path, running);
            var named = read.Value.Files!;
            if (named.Equals(files) || reads == MaxReads)
            {
                return new LoadedConfiguration(read with { Value = read.Value with { Sha256 = contents.Sha256 } }, files, contents);
            }

            files = named;
        }
    }
}
