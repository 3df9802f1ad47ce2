namespace Gateway.Modbus.Tests;

/// <summary>Files that Debian packages bring; a test that needs one is skipped where the package is missing.</summary>
internal static class DebianTool
{
    public const string Python = "/usr/bin/python3";

    public static void Need(string file, string package) =>
        Assert.SkipUnless(File.Exists(file), $"Debian package {package} is not installed");

    public static void NeedPymodbus()
    {
        Need(Python, "python3");
        Need("/usr/lib/python3/dist-packages/pymodbus/__init__.py", "python3-pymodbus");
    }

    public static void NeedPythonSerial() => Need("/usr/lib/python3/dist-packages/serial_asyncio/__init__.py", "python3-serial-asyncio");

    /// <summary>A file of this folder, copied beside the test.</summary>
    public static string Source(string name) => Path.Combine(AppContext.BaseDirectory, "Interop", name);
}
