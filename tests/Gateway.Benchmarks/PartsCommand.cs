using System.CommandLine;
using Gateway.Benchmarks.Bridge;
using Gateway.Benchmarks.Decoding;
using Gateway.Benchmarks.Journal;
using Gateway.Benchmarks.Mqtt;
using Gateway.Benchmarks.Serial;
using Gateway.Benchmarks.Tcp;

namespace Gateway.Benchmarks;

/// <summary>
/// A benchmark of several parts: <c>NAME</c> runs them all, <c>NAME PART</c> one. Ends with 0 when every target is met, else with 1.
/// </summary>
internal static class PartsCommand
{
    /// <summary>Measures one thing.</summary>
    public delegate Task<IReadOnlyList<BenchmarkResult>> Part(BenchmarkOptions options);

    public static Command Modbus() => Create("modbus",
    [
        ("tcp", "200 connections polled 10 times a second, and 1,000 once a second.",
            With(NativePrograms.ForModbusAsync, TcpBenchmark.RunAsync)),
        ("serial", "50 registers over an emulated line at 9,600, 19,200 and 115,200 baud.",
            With(NativePrograms.ForModbusAsync, SerialBenchmark.RunAsync)),
        ("decode", "Replies of 125 registers, types and orders mixed, into numbers.",
            With(NativePrograms.ForModbusAsync, DecodeBenchmark.RunAsync)),
    ]);

    public static Command Journal() => Create("journal",
    [
        ("speed", "Ticks of 1,000 values, one commit each, as fast as it goes.", JournalBenchmark.SpeedAsync),
        ("device", "An hour of 1,000 values a second: bytes that reach the device. Takes root's rights.", JournalBenchmark.DeviceAsync),
    ]);

    public static Command Mqtt() => Create("mqtt",
    [
        ("publish", "Messages of 200 B to 16 KiB to mosquitto at QoS 1, 100 on their way.",
            With(NativePrograms.ForMqttAsync, PublishBenchmark.RunAsync)),
    ]);

    public static Command Bridge() => Create("bridge",
    [
        ("write", "From mosquitto into VictoriaMetrics as fast as it goes, by one bridge and by two.",
            With(NativePrograms.ForBridgeAsync, BridgeBenchmark.RunAsync)),
    ]);

    private static Command Create(string name, (string Name, string Description, Part Run)[] parts)
    {
        var seconds = new Option<int>("--seconds")
        {
            Description = "length of each measurement", DefaultValueFactory = _ => 10, Recursive = true,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = "how often ours and the peers take turns", DefaultValueFactory = _ => 3, Recursive = true,
        };
        AtLeastOne(seconds);
        AtLeastOne(rounds);
        var command = new Command(name, "All parts, or one.") { seconds, rounds };
        command.SetAction(parsed => RunAsync(parts.Select(part => part.Run), OptionsOf(parsed)));
        foreach (var part in parts)
        {
            var child = new Command(part.Name, part.Description);
            child.SetAction(parsed => RunAsync([part.Run], OptionsOf(parsed)));
            command.Add(child);
        }

        return command;

        BenchmarkOptions OptionsOf(ParseResult parsed) => new(parsed.GetValue(seconds), parsed.GetValue(rounds));
    }

    private static Part With(
        Func<Task<NativePrograms>> compile, Func<NativePrograms, BenchmarkOptions, Task<IReadOnlyList<BenchmarkResult>>> run) =>
        async options =>
        {
            using var programs = await compile();
            return await run(programs, options);
        };

    private static void AtLeastOne(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{option.Name} takes a whole number from 1.");
        }
    });

    private static async Task<int> RunAsync(IEnumerable<Part> parts, BenchmarkOptions options)
    {
        var areMet = true;
        foreach (var part in parts)
        {
            foreach (var result in await part(options))
            {
                Console.WriteLine(result.ToJson());
                areMet &= result.IsMet;
            }
        }

        return areMet ? 0 : 1;
    }
}
