namespace Gateway.Modbus.Tests;

/// <summary>Node.js, and where tests/run.sh puts the modules of the peer that runs on it.</summary>
internal static class NodeProgram
{
    /// <summary>Names the folder with the modules.</summary>
    public const string ModulesVariable = "MODBUS_SERIAL";

    public static string Peer => DebianTool.Source(Path.Combine("modbus-serial", "peer.js"));

    /// <summary>Skips the test where the program or its modules are missing.</summary>
    /// <returns>The path of the program.</returns>
    public static string Need()
    {
        var node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "node")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(node is null, "node is not installed (Debian package nodejs)");
        var modules = Environment.GetEnvironmentVariable(ModulesVariable);
        Assert.SkipUnless(
            modules is not null && Directory.Exists(Path.Combine(modules, "node_modules", "modbus-serial")),
            $"the npm package modbus-serial is not in the folder that {ModulesVariable} names; tests/run.sh puts it there");
        return node;
    }
}
