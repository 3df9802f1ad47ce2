using System.CommandLine;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.Versioning;

namespace Gateway.Simulators;

/// <summary>The verb <c>run</c>: serves a scenario until it is stopped, then tells the truth about the time between.</summary>
internal static class RunCommand
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongScenario = 78;

    /// <summary>Where the serial line's units answer Modbus TCP unless told otherwise.</summary>
    public const int DefaultLineTcpPort = 5020;

    public static Command Create(TimeProvider time)
    {
        var scenario = new Option<string?>("--scenario") { Description = "The scenario's YAML file; without it the demonstration's." };
        var port = Ranged<int>("--port", 0, ushort.MaxValue, "TCP port of the stack monitor, 0 for a free one; overrides the scenario's.");
        var linePort = Ranged<int>(
            "--line-port", 0, ushort.MaxValue,
            $"TCP port at which drive and meter answer as well, 0 for a free one; {DefaultLineTcpPort} by default.");
        var speed = Ranged<double>("--speed", 1.0, AcceleratedTime.MaxFactor, "How many times as fast as real time the plant runs.");
        var seed = Ranged<int>("--seed", 0, int.MaxValue, "Another course of events; overrides the scenario's.");
        var command = new Command("run", "Serve a plant over Modbus until Ctrl-C, then print what truly happened.")
        {
            scenario, port, linePort, speed, seed,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var console = parsed.InvocationConfiguration;
            if (!OperatingSystem.IsLinux())
            {
                await console.Error.WriteLineAsync("The simulator needs Linux: it opens a pseudo-terminal as its serial line.");
                return Failed;
            }

            var path = parsed.GetValue(scenario) ?? ScenarioFile.DemoPath;
            return await RunAsync(path, Override, Clock(parsed.GetValue(speed)), console, cancellationToken);

            Scenario Override(Scenario read) => read with
            {
                TcpPort = parsed.GetValue(port) ?? read.TcpPort,
                LineTcpPort = parsed.GetValue(linePort) ?? read.LineTcpPort ?? DefaultLineTcpPort,
                Seed = parsed.GetValue(seed) is { } given ? (ulong)given : read.Seed,
            };
        });
        return command;

        TimeProvider Clock(double? factor) => factor is { } faster ? new AcceleratedTime(time, faster) : time;
    }

    [SupportedOSPlatform("linux")]
    private static async Task<int> RunAsync(
        string path,
        Func<Scenario, Scenario> change,
        TimeProvider clock,
        InvocationConfiguration console,
        CancellationToken cancellationToken)
    {
        var file = ScenarioFile.Load(path);
        foreach (var fault in file.Faults)
        {
            await console.Error.WriteLineAsync(fault.ToString());
        }

        if (file.Scenario is not { } scenario)
        {
            return WrongScenario;
        }

        try
        {
            await using var plant = await SimulatedPlant.StartAsync(change(scenario), clock, cancellationToken);
            await console.Output.WriteLineAsync(PlantText.Devices(plant));
            await UntilStopped(cancellationToken);
            await console.Output.WriteLineAsync(PlantText.Truth(plant.Truth, clock.GetUtcNow()));
            return Done;
        }
        catch (Exception fault) when (fault is IOException or Win32Exception)
        {
            await console.Error.WriteLineAsync(fault.Message);
            return Failed;
        }
    }

    private static async Task UntilStopped(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
    }

    private static Option<T?> Ranged<T>(string name, T min, T max, string description)
        where T : struct, IParsable<T>, IComparable<T>
    {
        return new Option<T?>(name)
        {
            Description = description,
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0)
                {
                    return value;
                }

                var range = string.Create(CultureInfo.InvariantCulture, $"{min} to {max}");
                result.AddError($"{name} is '{text}', but must be a number from {range}.");
                return null;
            },
        };
    }
}
