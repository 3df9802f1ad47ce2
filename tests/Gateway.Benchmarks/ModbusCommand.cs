using System.CommandLine;
using Gateway.Benchmarks.Decoding;
using Gateway.Benchmarks.Serial;
using Gateway.Benchmarks.Tcp;

namespace Gateway.Benchmarks;

/// <summary><c>modbus [PART]</c>: all parts of the Modbus benchmark, or one. Ends with 0 when every target is met, else with 1.</summary>
internal static class ModbusCommand
{
    private delegate Task<IReadOnlyList<BenchmarkResult>> Part(NativePrograms programs, BenchmarkOptions options);

    private static readonly (string Name, string Description, Part Run)[] Parts =
    [
        ("tcp", "200 connections polled 10 times a second, and 1,000 once a second.", TcpBenchmark.RunAsync),
        ("serial", "50 registers over an emulated line at 9,600, 19,200 and 115,200 baud.", SerialBenchmark.RunAsync),
        ("decode", "Replies of 125 registers, types and orders mixed, into numbers.", DecodeBenchmark.RunAsync),
    ];

    public static Command Create()
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
        var command = new Command("modbus", "All parts, or one.") { seconds, rounds };
        command.SetAction(parsed => RunAsync(Parts.Select(part => part.Run), OptionsOf(parsed)));
        foreach (var part in Parts)
        {
            var child = new Command(part.Name, part.Description);
            child.SetAction(parsed => RunAsync([part.Run], OptionsOf(parsed)));
            command.Add(child);
        }

        return command;

        BenchmarkOptions OptionsOf(ParseResult parsed) => new(parsed.GetValue(seconds), parsed.GetValue(rounds));
    }

    private static void AtLeastOne(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{option.Name} takes a whole number from 1.");
        }
    });

    private static async Task<int> RunAsync(IEnumerable<Part> parts, BenchmarkOptions options)
    {
        using var programs = await NativePrograms.CompileAsync();
        var areMet = true;
        foreach (var part in parts)
        {
            foreach (var result in await part(programs, options))
            {
                Console.WriteLine(result.ToJson());
                areMet &= result.IsMet;
            }
        }

        return areMet ? 0 : 1;
    }
}
