using System.CommandLine;
using System.CommandLine.Parsing;
using System.ComponentModel;
using System.Globalization;
using System.Net;

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
        var profile = new Option<string?>("--profile") { Description = "Serve one device instead: a profile's name, or its file." };
        var unit = Ranged<int>("--unit", 1, MachineFields.MaxUnit, "The unit of --profile's device; its factory setting by default.");
        var serial = new Option<bool>("--serial") { Description = "Serve --profile's device on a serial line too." };
        var tcp = new Option<IPEndPoint?>("--tcp")
        {
            Description = $"Where --profile's device answers Modbus TCP; 127.0.0.1:{DefaultLineTcpPort} by default.",
            CustomParser = ParseLoopback,
        };
        var port = Ranged<int>(
            "--port", 0, ushort.MaxValue, "TCP port of the devices on TCP, 0 for a free one; overrides the scenario's.");
        var linePort = Ranged<int>(
            "--line-port", 0, ushort.MaxValue,
            $"TCP port at which the serial line's devices answer as well, 0 for a free one; {DefaultLineTcpPort} by default.");
        var speed = Ranged<double>("--speed", 1.0, AcceleratedTime.MaxFactor, "How many times as fast as real time the plant runs.");
        var seed = Ranged<int>("--seed", 0, int.MaxValue, "Another course of events; overrides the scenario's.");
        var command = new Command("run", "Serve a plant over Modbus until Ctrl-C, then print what truly happened.")
        {
            scenario, profile, unit, serial, tcp, port, linePort, speed, seed,
        };
        command.Validators.Add(result => RequireFitting(result, profile, [scenario, port, linePort], [unit, serial, tcp]));
        command.SetAction((parsed, cancellationToken) =>
        {
            var file = parsed.GetValue(profile) is { } one
                ? ProfileScenario.Of(one, parsed.GetValue(unit), parsed.GetValue(serial), parsed.GetValue(tcp)?.Port ?? DefaultLineTcpPort)
                : ScenarioFile.Load(parsed.GetValue(scenario) ?? ScenarioFile.DemoPath);
            return RunAsync(file, Override, time, parsed.InvocationConfiguration, cancellationToken);

            Scenario Override(Scenario read) => read with
            {
                TcpPort = parsed.GetValue(port) ?? read.TcpPort,
                LineTcpPort = parsed.GetValue(linePort) ?? read.LineTcpPort ?? DefaultLineTcpPort,
                Seed = parsed.GetValue(seed) is { } given ? (ulong)given : read.Seed,
                Speed = parsed.GetValue(speed) ?? read.Speed,
            };
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ScenarioFile file,
        Func<Scenario, Scenario> change,
        TimeProvider time,
        InvocationConfiguration console,
        CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            await console.Error.WriteLineAsync("The simulator needs Linux: it opens a pseudo-terminal as its serial line.");
            return Failed;
        }

        foreach (var fault in file.Faults)
        {
            await console.Error.WriteLineAsync(fault.ToString());
        }

        if (file.Scenario is null)
        {
            return WrongScenario;
        }

        var scenario = change(file.Scenario);
        var clock = scenario.Speed > 1.0 ? new AcceleratedTime(time, scenario.Speed) : time;
        try
        {
            await using var plant = await SimulatedPlant.StartAsync(scenario, clock, cancellationToken);
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

    private static void RequireFitting(CommandResult command, Option profile, Option[] ofScenarios, Option[] ofProfiles)
    {
        var isProfile = command.GetResult(profile) is not null;
        foreach (var wrong in (isProfile ? ofScenarios : ofProfiles).Where(option => command.GetResult(option) is { Implicit: false }))
        {
            command.AddError(isProfile ? $"{wrong.Name} does not go with --profile" : $"{wrong.Name} goes with --profile only");
        }
    }

    private static IPEndPoint? ParseLoopback(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (IPEndPoint.TryParse(text, out var endPoint) && IPAddress.Loopback.Equals(endPoint.Address))
        {
            return endPoint;
        }

        result.AddError($"--tcp is '{text}', but must be 127.0.0.1 and a port, e.g. 127.0.0.1:{DefaultLineTcpPort}.");
        return null;
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
