using System.Diagnostics;
using SharpFuzz;

namespace Gateway.Fuzz;

/// <summary>This program once more, beside a Gateway.Modbus that counts its edges: the files of the build stay as they are.</summary>
internal static class InstrumentedCopy
{
    private const string Assembly = "Gateway.Modbus.dll";

    public static int Run(IEnumerable<string> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-fuzz-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            Fuzzer.Instrument(Path.Combine(folder, Assembly), static _ => true, Options.Value);
            using var copy = Process.Start("dotnet", [Path.Combine(folder, "Gateway.Fuzz.dll"), .. arguments]);
            copy.WaitForExit();
            return copy.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
