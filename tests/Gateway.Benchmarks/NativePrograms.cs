using System.Diagnostics;

namespace Gateway.Benchmarks;

/// <summary>The peers and devices in C, compiled when the benchmark starts, with the compiler's usual optimisation.</summary>
internal sealed class NativePrograms : IDisposable
{
    private const string Compiler = "/usr/bin/cc", Headers = "/usr/include/modbus/modbus.h", MqttHeaders = "/usr/include/mosquitto.h";

    private readonly string folder = Directory.CreateTempSubdirectory("gateway-benchmarks-").FullName;

    public string TcpSlaves => Path.Combine(folder, "tcp_slaves");

    public string LibmodbusTcp => Path.Combine(folder, "libmodbus_tcp");

    public string LibmodbusDecode => Path.Combine(folder, "libmodbus_decode");

    public string SerialLine => Path.Combine(folder, "serial_line");

    public string LibmodbusRtu => Path.Combine(folder, "libmodbus_rtu");

    public string LibmosquittoPublish => Path.Combine(folder, "libmosquitto_publish");

    public string HttpWrite => Path.Combine(folder, "http_write");

    /// <summary>Compiles those of the Modbus benchmark.</summary>
    /// <exception cref="BenchmarkFailedException">A Debian package is missing, or a program does not compile.</exception>
    public static Task<NativePrograms> ForModbusAsync() => CompileAsync(
        Headers, "libmodbus-dev", "-lmodbus",
        programs => [programs.TcpSlaves, programs.LibmodbusTcp, programs.LibmodbusDecode, programs.SerialLine, programs.LibmodbusRtu]);

    /// <summary>Compiles those of the MQTT benchmark.</summary>
    /// <exception cref="BenchmarkFailedException">A Debian package is missing, or a program does not compile.</exception>
    public static Task<NativePrograms> ForMqttAsync() =>
        CompileAsync(MqttHeaders, "libmosquitto-dev", "-lmosquitto", programs => [programs.LibmosquittoPublish]);

    /// <summary>Compiles those of the bridge's benchmark, which need no library.</summary>
    /// <exception cref="BenchmarkFailedException">A Debian package is missing, or a program does not compile.</exception>
    public static Task<NativePrograms> ForBridgeAsync() =>
        CompileAsync("/usr/include/stdio.h", "libc6-dev", "-lc", programs => [programs.HttpWrite]);

    private static async Task<NativePrograms> CompileAsync(
        string headers, string package, string library, Func<NativePrograms, string[]> select)
    {
        Need(Compiler, "gcc libc6-dev");
        Need(headers, package);
        var programs = new NativePrograms();
        try
        {
            foreach (var program in select(programs))
            {
                await CompileAsync(program, library);
            }

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

    private static async Task CompileAsync(string program, string library)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "native", Path.GetFileName(program) + ".c");
        using var compiler = Process.Start(
            Compiler, ["-O2", "-Wall", "-o", program, "-I/usr/include/modbus", source, library, "-lpthread"]);
        await compiler.WaitForExitAsync();
        if (compiler.ExitCode != 0)
        {
            throw new BenchmarkFailedException($"{source} does not compile; see above.");
        }
    }
}
