using System.Diagnostics;

namespace Gateway.Benchmarks;

/// <summary>The peers and devices in C, compiled when the benchmark starts, with the compiler's usual optimisation.</summary>
internal sealed class NativePrograms : IDisposable
{
    private const string Compiler = "/usr/bin/cc", Headers = "/usr/include/modbus/modbus.h";

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-benchmarks-").FullName;

    public string TcpSlaves => Path.Combine(folder, "tcp_slaves");

    public string LibmodbusTcp => Path.Combine(folder, "libmodbus_tcp");

    public string LibmodbusDecode => Path.Combine(folder, "libmodbus_decode");

    public string SerialLine => Path.Combine(folder, "serial_line");

    public string LibmodbusRtu => Path.Combine(folder, "libmodbus_rtu");

    /// <exception cref="BenchmarkFailedException">A Debian package is missing, or a program does not compile.</exception>
    public static async Task<NativePrograms> CompileAsync()
    {
        Need(Compiler, "gcc libc6-dev");
        Need(Headers, "libmodbus-dev");
        var programs = new NativePrograms();
        try
        {
            await CompileAsync(programs.TcpSlaves);
            await CompileAsync(programs.LibmodbusTcp);
            await CompileAsync(programs.LibmodbusDecode);
            await CompileAsync(programs.SerialLine);
            await CompileAsync(programs.LibmodbusRtu);
            return programs;
        }
        catch
        {
            programs.Dispose();
            throw;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Need(string file, string packages)
    {
        if (!File.Exists(file))
        {
            throw new BenchmarkFailedException($"{file} is missing; on Debian: apt-get install {packages}");
        }
    }

    private static async Task CompileAsync(string program)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "native", Path.GetFileName(program) + ".c");
        using var compiler = Process.Start(
            Compiler, ["-O2", "-Wall", "-o", program, "-I/usr/include/modbus", source, "-lmodbus", "-lpthread"]);
        await compiler.WaitForExitAsync();
        if (compiler.ExitCode != 0)
        {
            throw new BenchmarkFailedException($"{source} does not compile; see above.");
        }
    }
}
